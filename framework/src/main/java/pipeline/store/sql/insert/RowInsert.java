package pipeline.store.sql.insert;

import org.jdbi.v3.core.Handle;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.statement.Binder;

/** Inserts jobs row by row, as a batch of one statement. */
final class RowInsert implements InsertStatement {

    private final Database database;
    private final String sql;

    RowInsert(Database database) {
        this.database = database;
        this.sql = database.dialect().insertIgnore("job", COLUMNS, "VALUES (" + ALIKE + ", ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    @Override
    public void insert(Handle handle, InsertRows piece) {
        database.use(handle, sql, statement -> {
            for (int i = piece.from(); i < piece.end(); i++) {
                piece.bindAlike(new Binder(statement))
                        .number(i)
                        .text(piece.hash(i))
                        .text(piece.key(i))
                        .text(piece.host(i))
                        .text(piece.program(i))
                        .text(piece.work(i))
                        .text(piece.label(i))
                        .number(piece.priority(i))
                        .text(piece.fingerprint(i));
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }
}
