package pipeline.store.sql.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import pipeline.store.query.ConnectionFields;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryField;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.connection.DatabaseClock;
import pipeline.store.sql.statement.ConditionSql;
import pipeline.store.sql.statement.FieldColumns;
import pipeline.store.sql.statement.RowMappers;
import pipeline.store.sql.statement.WhereClause;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Returns jobs and members as records. */
public final class RecordQueries {

    /** As many rows come from a server at once, however many there are. */
    private static final int FETCHED = 1000;

    private final Database database;
    private final ConditionSql jobConditions;
    private final DatabaseClock clock;

    public RecordQueries(Database database) {
        this.database = database;
        this.jobConditions = ConditionSql.job(database.dialect());
        this.clock = new DatabaseClock(database.dialect());
    }

    /** Returns jobs one by one, by number; each of them once, even if the database is away for a moment in between. */
    public void jobs(QueryCondition where, List<QueryField> wanted, @Nullable Long most, Consumer<ObjectNode> sink) {
        Set<QueryField> all = new LinkedHashSet<>(List.of(JobFields.JOB_ID));
        all.addAll(wanted);
        List<QueryField> keys = List.copyOf(all);
        WhereClause condition = jobConditions.of(where);
        List<RecordColumn> cells = keys.stream().map(JobRecordColumns::of).toList();
        RecordCursor cursor = new RecordCursor(most == null ? Long.MAX_VALUE : most);
        database.read((handle, isRepeated) -> {
            Query query = handle.createQuery("SELECT " + columns(List.of("job.job_id"), cells) + " FROM job WHERE "
                    + RowMappers.VISIBLE + " AND job.job_id > " + cursor.last + " AND (" + condition.sql()
                    + ") ORDER BY job.job_id LIMIT " + cursor.left);
            condition
                    .bindTo(query)
                    .setFetchSize(FETCHED)
                    .map((row, context) -> {
                        cursor.next = row.getLong(1);
                        return record(row, 2, keys, cells);
                    })
                    .forEach(record -> {
                        cursor.advance();
                        sink.accept(record);
                    });
            return true;
        });
    }

    /** Returns members in the order of a field, and of their numbers where it is the same. */
    public List<ObjectNode> members(QueryCondition where, QueryField order, boolean descending, Duration silentAfter) {
        return database.read((handle, isRepeated) -> members(handle, where, order, descending, silentAfter));
    }

    private List<ObjectNode> members(
            Handle handle, QueryCondition where, QueryField order, boolean descending, Duration silentAfter) {
        Instant now = Instant.ofEpochMilli(clock.millis(handle));
        Map<QueryField, String> columns = FieldColumns.ofMembers(now, silentAfter);
        List<QueryField> keys = ConnectionFields.ALL;
        List<RecordColumn> cells = keys.stream()
                .map(key -> RecordColumn.of(key, column(columns, key)))
                .toList();
        WhereClause condition =
                ConditionSql.member(database.dialect(), now, silentAfter).of(where);
        Query query = handle.createQuery("SELECT " + columns(List.of(), cells) + " FROM member WHERE " + condition.sql()
                + " ORDER BY " + column(columns, order) + (descending ? " DESC" : "") + ", member.member_id");
        return condition
                .bindTo(query)
                .map((row, context) -> record(row, 1, keys, cells))
                .list();
    }

    private static String column(Map<QueryField, String> columns, QueryField field) {
        String column = columns.get(field);
        if (column == null) {
            throw new IllegalArgumentException("members have no " + field.name());
        }
        return column;
    }

    private static String columns(List<String> first, List<RecordColumn> cells) {
        StringBuilder columns = new StringBuilder(String.join(", ", first));
        for (RecordColumn cell : cells) {
            for (String column : cell.columns()) {
                columns.append(columns.isEmpty() ? "" : ", ").append(column);
            }
        }
        return columns.toString();
    }

    private static ObjectNode record(ResultSet row, int first, List<QueryField> keys, List<RecordColumn> cells)
            throws SQLException {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        int column = first;
        for (int i = 0; i < keys.size(); i++) {
            RecordColumn cell = cells.get(i);
            record.set(keys.get(i).name(), cell.reading().read(row, column));
            column += cell.columns().size();
        }
        return record;
    }

    /** Where a query goes on after a fault. */
    private static final class RecordCursor {
        private long last;
        private long next;
        private long left;

        RecordCursor(long left) {
            this.left = left;
        }

        void advance() {
            last = next;
            left--;
        }
    }
}
