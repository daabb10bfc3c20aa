package pipeline.store.sql.insert;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.statement.Binder;

/** Inserts jobs as one array for each column: PostgreSQL takes as long to read many rows of values as to insert them. */
final class ArrayInsert implements InsertStatement {

    private static final String FROM_ARRAYS = "SELECT " + ALIKE + ", fresh.*"
            + " FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int[],"
            + " ?::text[]) AS fresh";

    private final Database database;
    private final String sql;

    ArrayInsert(Database database) {
        this.database = database;
        this.sql = database.dialect().insertIgnore("job", COLUMNS, FROM_ARRAYS);
    }

    @Override
    public void insert(Handle handle, InsertRows piece) {
        database.use(handle, sql, statement -> {
            piece.bindAlike(new Binder(statement))
                    .array("int4", all(piece, position -> position))
                    .array("text", all(piece, piece::hash))
                    .array("text", all(piece, piece::key))
                    .array("text", all(piece, piece::host))
                    .array("text", all(piece, piece::program))
                    .array("text", all(piece, piece::work))
                    .array("text", all(piece, piece::label))
                    .array("int4", all(piece, piece::priority))
                    .array("text", all(piece, piece::fingerprint));
            return statement.executeUpdate();
        });
    }

    private static @Nullable Object[] all(InsertRows piece, IntFunction<@Nullable Object> values) {
        return IntStream.range(piece.from(), piece.end()).mapToObj(values).toArray();
    }
}
