package pipeline.store.sql.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import pipeline.store.query.QueryField;
import pipeline.store.support.TaskRecord;
import pipeline.text.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a record shows of one field.
 *
 * @param columns expressions that a query must give, side by side
 */
record RecordColumn(List<String> columns, Reading reading) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Makes JSON of columns of a row. */
    @FunctionalInterface
    interface Reading {
        /**
         * Reads it.
         *
         * @param first the number of the first of its columns
         */
        JsonNode read(ResultSet row, int first) throws SQLException;
    }

    /** A column as it is. */
    static RecordColumn of(QueryField field, String column) {
        return new RecordColumn(
                List.of(column),
                switch (field.type()) {
                    case TEXT -> RecordColumn::text;
                    case INTEGER -> RecordColumn::integer;
                    case REAL -> RecordColumn::real;
                    case TIME -> RecordColumn::time;
                    case BOOLEAN -> RecordColumn::flag;
                    case JSON -> RecordColumn::json;
                });
    }

    static JsonNode text(ResultSet row, int column) throws SQLException {
        return TaskRecord.text(row.getString(column));
    }

    static JsonNode integer(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? NODES.nullNode() : NODES.numberNode(number);
    }

    static JsonNode real(ResultSet row, int column) throws SQLException {
        double number = row.getDouble(column);
        return row.wasNull() ? NODES.nullNode() : NODES.numberNode(number);
    }

    private static JsonNode flag(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? NODES.nullNode() : NODES.booleanNode(number != 0);
    }

    /** Returns milliseconds as a time in UTC. */
    static JsonNode time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? NODES.nullNode() : TaskRecord.time(Instant.ofEpochMilli(millis));
    }

    /** Returns JSON; what is none, since somebody changed it by hand, as a text. */
    static JsonNode json(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        if (text == null || text.isEmpty()) {
            return NODES.nullNode();
        }
        try {
            return Json.read(text);
        } catch (JacksonException e) {
            return NODES.stringNode(text);
        }
    }
}
