package pipeline.store.sql.dialect;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import pipeline.store.support.StoreErrorKind;

/** What differs between the databases. Stateless. */
public interface Dialect {

    /** The tables that grow. */
    List<String> TABLES = List.of("job", "attempt", "member", "drain", "open_batch");

    /** Returns the name that people know. */
    String name();

    /** Returns an expression for the database's clock in milliseconds since 1970, in every time zone of the session. */
    String now();

    /** Returns the words of the schema that differ, by the name that stands in braces there. */
    SchemaWords words();

    /** Says why the tables there cannot hold every text, and what to do about it; empty if they can. */
    Optional<String> encodingProblem(Handle handle);

    /** Returns the end of a query that locks rows for an update, and waits for those that others have locked. */
    String locked();

    /** Returns the end of a query that locks rows for an update and passes over those that others have locked. */
    String skipLocked();

    /**
     * Returns an insertion that passes over rows whose key is there already.
     *
     * @param rows {@code VALUES} or a query
     */
    String insertIgnore(String table, String columns, String rows);

    /** Returns whether it knows arrays as values and as tables, and changes that give the rows they changed. */
    boolean hasArrays();

    /**
     * Returns expressions for what stands under a name in a JSON object, and so on inwards.
     *
     * @param column holds JSON in canonical form
     * @param names without quotes and backslashes
     */
    JsonPart part(String column, List<String> names);

    /** Returns an expression that is true if a text column fits a pattern as {@code Condition.Glob} has it. */
    String glob(String column, String parameter);

    /** Returns the value that {@link #glob} compares with for a pattern. */
    String globArgument(String pattern);

    /** Returns a query for how many bytes the tables take. */
    String size();

    /** Returns the statements, outside of transactions, that rewrite the tables without unused space. */
    List<String> compaction();

    /** Returns a query for how many pages are free that somebody must give back; empty where there are none. */
    String freePages();

    /** Returns a statement that gives back so many free pages. */
    String givingBack(int pages);

    /** Returns the database's own number for this connection; 0 where it has none. */
    long connectionId(Handle handle);

    /** Ensures that nobody else changes the schema, until {@link #unlockSchema} or the end of the transaction. */
    void lockSchema(Handle handle);

    /**
     * Lets others change the schema, after what was done is visible to them.
     *
     * @param isDone whether all went well
     */
    void unlockSchema(Handle handle, boolean isDone);

    /** Returns whether a change of the schema that fails in the middle leaves nothing behind. */
    boolean isSchemaChangedAtOnce();

    /** Returns whether somebody complains that a table, a column, an index or a view is there already. */
    boolean isThereAlready(SQLException failure);

    /** Returns what a complaint is about. */
    StoreErrorKind errorKind(SQLException failure);

    /**
     * Expressions for a part of a JSON object; each is null where the part is not there, is null, or is something else.
     *
     * @param json the part as JSON
     * @param text what it says if it is a text
     * @param number what it counts if it is a number, perhaps the nearest one of 64 bits
     * @param whole what it counts, to the last digit, if it is a whole number that {@code number} could miss; null otherwise
     */
    record JsonPart(String json, String text, String number, String whole) {

        /** A part whose numbers are all exact. */
        public JsonPart(String json, String text, String number) {
            this(json, text, number, "NULL");
        }

        /** Returns a comparison with a number. */
        public String compared(String sign, String literal) {
            return "(CASE WHEN %1$s IS NULL THEN %2$s %3$s %4$s ELSE %1$s %3$s %4$s END)"
                    .formatted(whole, number, sign, literal);
        }
    }

    /** Returns a text as it stands in statements. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Returns the path through JSON that SQLite and MariaDB understand, as it stands in statements. */
    static String path(List<String> names) {
        return quoted("$" + names.stream().map(name -> ".\"" + name + "\"").collect(Collectors.joining()));
    }

    /**
     * The words of the schema that differ.
     *
     * @param id a column that numbers rows from 1
     * @param text a text of any length
     * @param shortText a text of at most so many characters, which {@code %d} stands for
     * @param real a number of 64 bits with a fraction
     * @param tableEnd what follows the closing parenthesis of a table
     * @param time a column of milliseconds as a readable time, which {@code %s} stands for
     * @param pendingOnly what narrows an index to pending jobs; empty where that cannot be said
     */
    record SchemaWords(
            String id, String text, String shortText, String real, String tableEnd, String time, String pendingOnly) {}

    /** Returns the dialects that there are. */
    static List<Dialect> all() {
        return List.of(new SqliteDialect(), new PostgresDialect(), new MariaDbDialect());
    }
}
