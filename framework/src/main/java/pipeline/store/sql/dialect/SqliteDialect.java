package pipeline.store.sql.dialect;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import pipeline.store.support.GlobPattern;
import pipeline.store.support.StoreErrorKind;

/** SQLite, from 3.42 on. */
public final class SqliteDialect implements Dialect {

    private static final int PRIMARY_CODE = 0xff;

    // result codes of sqlite.org/rescode.html
    private static final int PERM = 3;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int PROTOCOL = 15;
    private static final int AUTH = 23;
    private static final int NOTADB = 26;

    @Override
    public String name() {
        return "SQLite";
    }

    @Override
    public String now() {
        return "CAST(ROUND(unixepoch('now', 'subsec') * 1000) AS INTEGER)";
    }

    @Override
    public SchemaWords words() {
        return new SchemaWords(
                "INTEGER PRIMARY KEY AUTOINCREMENT",
                "TEXT",
                "TEXT",
                "REAL",
                "",
                "strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', %s / 1000.0, 'unixepoch')",
                "WHERE status = 'pending'");
    }

    /** It keeps every text, in each of its encodings. */
    @Override
    public Optional<String> encodingProblem(Handle handle) {
        return Optional.empty();
    }

    @Override
    public String locked() {
        return "";
    }

    @Override
    public String skipLocked() {
        return "";
    }

    @Override
    public String insertIgnore(String table, String columns, String rows) {
        return "INSERT INTO " + table + " (" + columns + ") " + rows + " ON CONFLICT DO NOTHING";
    }

    @Override
    public boolean hasArrays() {
        return false;
    }

    @Override
    public JsonPart part(String column, List<String> names) {
        String path = Dialect.path(names);
        String type = "(CASE WHEN json_valid(" + column + ") THEN json_type(" + column + ", " + path + ") END)";
        return new JsonPart(
                "(CASE WHEN " + type + " <> 'null' THEN " + column + " -> " + path + " END)",
                "(CASE WHEN " + type + " = 'text' THEN " + column + " ->> " + path + " END)",
                "(CASE WHEN " + type + " IN ('integer', 'real') THEN " + column + " ->> " + path + " END)");
    }

    @Override
    public String glob(String column, String parameter) {
        return column + " GLOB " + parameter;
    }

    @Override
    public String globArgument(String pattern) {
        return SqliteGlob.of(GlobPattern.of(pattern));
    }

    @Override
    public String size() {
        return "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
    }

    @Override
    public List<String> compaction() {
        return List.of("PRAGMA auto_vacuum = INCREMENTAL", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    @Override
    public String freePages() {
        // a file of an older Pipeline gives nothing back but in a compaction
        return "SELECT CASE WHEN auto_vacuum = 2 THEN freelist_count ELSE 0 END FROM pragma_auto_vacuum(), pragma_freelist_count()";
    }

    @Override
    public String givingBack(int pages) {
        return "PRAGMA incremental_vacuum(" + pages + ")";
    }

    @Override
    public long connectionId(Handle handle) {
        return 0;
    }

    @Override
    public void lockSchema(Handle handle) {
        // a writing transaction of SQLite is alone
    }

    @Override
    public void unlockSchema(Handle handle, boolean isDone) {
        // as above
    }

    @Override
    public boolean isSchemaChangedAtOnce() {
        return true;
    }

    @Override
    public boolean isThereAlready(SQLException failure) {
        return String.valueOf(failure.getMessage()).contains("already exists");
    }

    @Override
    public StoreErrorKind errorKind(SQLException failure) {
        return switch (failure.getErrorCode() & PRIMARY_CODE) {
            case BUSY, LOCKED, PROTOCOL -> StoreErrorKind.BLOCKED;
            case FULL -> StoreErrorKind.FULL;
            case READONLY -> StoreErrorKind.READ_ONLY;
            case PERM, CANTOPEN, AUTH -> StoreErrorKind.CLOSED;
            case CORRUPT -> StoreErrorKind.DAMAGED;
            case NOTADB -> StoreErrorKind.NO_DATABASE;
            case IOERR -> StoreErrorKind.DEVICE;
            default -> StoreErrorKind.OTHER;
        };
    }
}
