package pipeline.store.sql.dialect;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import pipeline.store.StoreException;
import pipeline.store.support.GlobPattern;
import pipeline.store.support.StoreErrorKind;

/** MariaDB, from 10.6 on. */
public final class MariaDbDialect implements Dialect {

    private static final int MOST_DIGITS = 65;

    private static final String CHARACTERS = "utf8mb4";

    private static final String TABLE_CHARACTERS = " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin";

    private static final String SESSION_TEXT =
            "SELECT @@character_set_client UNION ALL SELECT @@character_set_connection"
                    + " UNION ALL SELECT @@character_set_results";

    private static final String TABLE_TEXT =
            "SELECT column_name, table_name, character_set_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name IN ('"
                    + String.join("', '", TABLES) + "') AND character_set_name <> '" + CHARACTERS
                    + "' ORDER BY table_name, ordinal_position LIMIT 1";

    /** One for each database of the server; MariaDB's names of locks have at most 64 characters. */
    private static final String SCHEMA_LOCK = "CONCAT('pipeline schema ', MD5(DATABASE()))";

    /** The limit of a wait for it, in seconds. */
    private static final int SCHEMA_PATIENCE = 60;

    // mariadb.com/kb/en/mariadb-error-code-reference
    private static final int UNKNOWN_DATABASE = 1049;
    private static final Set<Integer> BLOCKED = Set.of(1205, 1213, 1020, 1412);
    private static final Set<Integer> CROWDED = Set.of(1040, 1203, 1226);
    private static final Set<Integer> AWAY = Set.of(1053, 1927, 1317);
    private static final Set<Integer> FORBIDDEN = Set.of(1044, 1045, 1142, 1227, 1698);
    private static final Set<Integer> FULL = Set.of(1021, 1114);

    /** Complaints of the file system, which name its number: 28 is a disk without room. */
    private static final Set<Integer> OF_FILES = Set.of(3, 1026, 1030);

    private static final Pattern NO_SPACE =
            Pattern.compile("\\b(errno|errcode|error):? 28\\b", Pattern.CASE_INSENSITIVE);
    private static final Set<Integer> READ_ONLY = Set.of(1290, 1792, 1836);
    private static final Set<Integer> DAMAGED = Set.of(126, 127, 1034, 1194, 1712, 1877);
    private static final Set<Integer> THERE_ALREADY = Set.of(1050, 1060, 1061);

    @Override
    public String name() {
        return "MariaDB";
    }

    @Override
    public String now() {
        return "(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000)";
    }

    @Override
    public SchemaWords words() {
        return new SchemaWords(
                "BIGINT AUTO_INCREMENT PRIMARY KEY",
                "LONGTEXT",
                "VARCHAR(%d)",
                "DOUBLE",
                " ENGINE=InnoDB" + TABLE_CHARACTERS,
                "CONCAT(LEFT(DATE_FORMAT(TIMESTAMPADD(MICROSECOND, %s * 1000, '1970-01-01'), '%%Y-%%m-%%dT%%H:%%i:%%s.%%f'), 23), 'Z')",
                "");
    }

    @Override
    public Optional<String> encodingProblem(Handle handle) {
        Optional<String> session = handle.createQuery(SESSION_TEXT)
                .mapTo(String.class)
                .filter(set -> !set.equals(CHARACTERS))
                .findFirst();
        if (session.isPresent()) {
            return Optional.of(
                    ("the server speaks with this connection in the character set %s, where it must be %s; let its"
                                    + " owner take character-set-client-handshake = OFF, or what else sets it, out of its configuration")
                            .formatted(session.get(), CHARACTERS));
        }
        return handle.createQuery(TABLE_TEXT)
                .map((row, context) ->
                        "the column %s of its table %s has the character set %s; let the server's owner mend it: ALTER TABLE %2$s CONVERT TO%s"
                                .formatted(row.getString(1), row.getString(2), row.getString(3), TABLE_CHARACTERS))
                .findFirst();
    }

    @Override
    public String locked() {
        return " FOR UPDATE";
    }

    @Override
    public String skipLocked() {
        return " FOR UPDATE SKIP LOCKED";
    }

    @Override
    public String insertIgnore(String table, String columns, String rows) {
        // INSERT IGNORE would pass over much more than rows that are there already
        String first = columns.substring(0, columns.indexOf(','));
        return "INSERT INTO " + table + " (" + columns + ") " + rows + " ON DUPLICATE KEY UPDATE " + first + " = "
                + first;
    }

    @Override
    public boolean hasArrays() {
        return false;
    }

    @Override
    public JsonPart part(String column, List<String> names) {
        String value = "JSON_EXTRACT(" + column + ", " + Dialect.path(names) + ")";
        String collation = " COLLATE utf8mb4_nopad_bin)";
        return new JsonPart(
                "(NULLIF(JSON_COMPACT(" + value + "), 'null')" + collation,
                "((CASE WHEN JSON_TYPE(" + value + ") = 'STRING' THEN JSON_UNQUOTE(" + value + ") END)" + collation,
                "(CASE WHEN JSON_TYPE(" + value + ") IN ('INTEGER', 'DOUBLE', 'DECIMAL') THEN CAST(" + value
                        + " AS DOUBLE) END)",
                // 1E-7 is an INTEGER as well, for it has no point
                "(CASE WHEN JSON_TYPE(" + value + ") = 'INTEGER' AND " + value + " REGEXP '^-?[0-9]+$' AND LENGTH("
                        + value + ") < " + MOST_DIGITS + " THEN CAST(" + value + " AS DECIMAL(" + MOST_DIGITS
                        + ", 0)) END)");
    }

    @Override
    public String glob(String column, String parameter) {
        return column + " REGEXP " + parameter;
    }

    @Override
    public String globArgument(String pattern) {
        return GlobRegex.forPcre(GlobPattern.of(pattern));
    }

    @Override
    public String size() {
        return "SELECT COALESCE(SUM(data_length + index_length + data_free), 0) FROM information_schema.tables"
                + " WHERE table_schema = DATABASE()";
    }

    @Override
    public List<String> compaction() {
        return TABLES.stream().map(table -> "ALTER TABLE " + table + " FORCE").toList();
    }

    @Override
    public String freePages() {
        return "";
    }

    @Override
    public String givingBack(int pages) {
        throw new UnsupportedOperationException(name() + " uses free pages again by itself");
    }

    @Override
    public long connectionId(Handle handle) {
        return handle.createQuery("SELECT CONNECTION_ID()").mapTo(Long.class).one();
    }

    @Override
    public void lockSchema(Handle handle) {
        boolean isMine = handle.createQuery(
                        "SELECT COALESCE(GET_LOCK(" + SCHEMA_LOCK + ", " + SCHEMA_PATIENCE + "), 0)")
                .mapTo(Boolean.class)
                .one();
        if (!isMine) {
            throw new StoreException(
                    "another process has been changing the form of the job table for %d s; see what it does, or wait for it"
                            .formatted(SCHEMA_PATIENCE),
                    null);
        }
    }

    @Override
    public void unlockSchema(Handle handle, boolean isDone) {
        if (isDone) {
            handle.execute("COMMIT");
        }
        handle.execute("DO RELEASE_LOCK(" + SCHEMA_LOCK + ")");
    }

    @Override
    public boolean isSchemaChangedAtOnce() {
        return false;
    }

    @Override
    public boolean isThereAlready(SQLException failure) {
        return THERE_ALREADY.contains(failure.getErrorCode());
    }

    @Override
    public StoreErrorKind errorKind(SQLException failure) {
        int code = failure.getErrorCode();
        String state = String.valueOf(failure.getSQLState());
        if (BLOCKED.contains(code)) {
            return StoreErrorKind.BLOCKED;
        } else if (CROWDED.contains(code)) {
            return StoreErrorKind.CROWDED;
        } else if (FORBIDDEN.contains(code) || state.startsWith("28")) {
            return StoreErrorKind.FORBIDDEN;
        } else if (code == UNKNOWN_DATABASE) {
            return StoreErrorKind.UNKNOWN_DATABASE;
        } else if (AWAY.contains(code) || state.startsWith("08")) {
            return StoreErrorKind.AWAY;
        } else if (FULL.contains(code) || (OF_FILES.contains(code) && isWithoutSpace(failure))) {
            return StoreErrorKind.FULL;
        } else if (READ_ONLY.contains(code)) {
            return StoreErrorKind.READ_ONLY;
        }
        return DAMAGED.contains(code) ? StoreErrorKind.DAMAGED : StoreErrorKind.OTHER;
    }

    private static boolean isWithoutSpace(SQLException failure) {
        return NO_SPACE.matcher(String.valueOf(failure.getMessage())).find();
    }
}
