package pipeline.store.sql.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import pipeline.store.NoJobTableException;
import pipeline.store.StoreException;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.connection.DatabaseErrors;
import pipeline.store.sql.dialect.Dialect;

/** Brings the tables to the form that this program knows, step by numbered step. */
public final class SchemaMigration {

    static final List<String> STEPS = List.of(
            "001-tables.sql", //
            "002-drains.sql",
            "003-fingerprint.sql",
            "004-attempt-result.sql",
            "005-exit-code.sql",
            "006-output-directory.sql",
            "007-steps.sql",
            "008-step-outputs.sql");
    private static final Pattern WORD = Pattern.compile("\\{([a-z]+)(\\d*)(?::([a-z_]+))?}");

    /** Makes a transaction wait for all others that say the same, until they are committed. */
    public static final String ONE_AT_A_TIME = "UPDATE schema_step SET taken_time = taken_time WHERE step = 1";

    private final Database database;
    private final Dialect dialect;
    private final List<String> steps;

    public SchemaMigration(Database database) {
        this(database, STEPS);
    }

    /** With other steps than this program's. */
    SchemaMigration(Database database, List<String> steps) {
        this.database = database;
        this.dialect = database.dialect();
        this.steps = steps;
    }

    /**
     * Takes the steps that the database has not taken yet.
     *
     * @throws StoreException if a newer program has taken steps that this one does not know, or the database cannot hold every text
     */
    public void migrate() {
        int taken = database.open((handle, isRepeated) -> {
            dialect.encodingProblem(handle).ifPresent(this::refuse);
            return taken(handle);
        });
        refuseNewer(taken);
        if (taken < steps.size()) {
            database.open((handle, isRepeated) -> {
                dialect.lockSchema(handle);
                boolean isDone = false;
                try {
                    climb(handle);
                    isDone = true;
                } finally {
                    dialect.unlockSchema(handle, isDone);
                }
                return true;
            });
        }
    }

    /**
     * Checks that this program can read the tables.
     *
     * @throws NoJobTableException if there are none
     * @throws StoreException if an older or a newer program made them
     */
    public void check() {
        int taken = database.open((handle, isRepeated) -> taken(handle));
        refuseNewer(taken);
        if (taken == 0) {
            throw new NoJobTableException(database.describe() + " is empty: no run has recorded anything there yet");
        } else if (taken < steps.size()) {
            throw new StoreException(
                    ("%s was made by an older Pipeline (its form is number %d, this one reads %d); the next run brings it"
                                    + " to the new form, or use that Pipeline to look at it")
                            .formatted(database.describe(), taken, steps.size()),
                    null);
        }
    }

    /** Returns the number of the last step that is complete; 0 if there is none. */
    private static int taken(Handle handle) {
        return isThere(handle, "schema_step")
                ? handle.createQuery("SELECT COALESCE(MAX(step), 0) FROM schema_step WHERE step > 0")
                        .mapTo(Integer.class)
                        .one()
                : 0;
    }

    private static boolean isThere(Handle handle, String table) {
        return handle.queryMetadata(it -> it.getTables(
                        it.getConnection().getCatalog(), it.getConnection().getSchema(), table, null))
                .map((row, context) -> true)
                .findFirst()
                .isPresent();
    }

    private void refuse(String encodingProblem) {
        throw new StoreException("%s cannot hold every text: %s".formatted(database.describe(), encodingProblem), null);
    }

    private void refuseNewer(int taken) {
        if (taken > steps.size()) {
            throw new StoreException(
                    ("%s was made by a newer Pipeline (its form is number %d, this one knows %d); use that one,"
                                    + " or name another table in [jobs] url")
                            .formatted(database.describe(), taken, steps.size()),
                    null);
        }
    }

    private void climb(Handle handle) {
        handle.execute("CREATE TABLE IF NOT EXISTS schema_step (step INTEGER PRIMARY KEY, taken_time BIGINT NOT NULL)");
        int taken = taken(handle);
        refuseNewer(taken);
        for (int step = taken + 1; step <= steps.size(); step++) {
            take(handle, step);
        }
    }

    /**
     * Takes a step. Where a step that fails in the middle leaves something behind, its number stands there with a minus
     * until it is complete, and what is there already then is its own work.
     */
    private void take(Handle handle, int step) {
        boolean isBegun = handle.createQuery("SELECT COUNT(*) FROM schema_step WHERE step = " + -step)
                .mapTo(Boolean.class)
                .one();
        if (!isBegun && !dialect.isSchemaChangedAtOnce()) {
            note(handle, -step);
        }
        for (String statement : read(steps.get(step - 1)).split(";\n", -1)) {
            if (!statement.isBlank()) {
                change(handle, statement(statement), isBegun);
            }
        }
        note(handle, step);
        handle.execute("DELETE FROM schema_step WHERE step = " + -step);
    }

    private void change(Handle handle, String statement, boolean isBegun) {
        try {
            handle.execute(statement);
        } catch (JdbiException e) {
            SQLException failure = DatabaseErrors.root(e);
            if (failure == null || !dialect.isThereAlready(failure)) {
                throw e;
            } else if (!isBegun) {
                throw new StoreException(
                        "%s holds something of somebody else's (%s); name a database of its own in [jobs] url"
                                .formatted(database.describe(), failure.getMessage()),
                        e);
            }
        }
    }

    private void note(Handle handle, int step) {
        handle.execute("INSERT INTO schema_step (step, taken_time) VALUES (" + step + ", " + dialect.now() + ")");
    }

    /** Puts the dialect's words in place of those in braces. */
    String statement(String template) {
        Dialect.SchemaWords words = dialect.words();
        return WORD.matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(
                        word(words, found.group(1), found.group(2), String.valueOf(found.group(3)))));
    }

    private static String word(Dialect.SchemaWords words, String name, String length, String column) {
        return switch (name) {
            case "id" -> words.id();
            case "text" -> length.isEmpty() ? words.text() : words.shortText().formatted(Integer.parseInt(length));
            case "real" -> words.real();
            case "end" -> words.tableEnd();
            case "time" -> words.time().formatted(column);
            case "pending" -> words.pendingOnly();
            default -> throw new IllegalArgumentException("no word {" + name + "}");
        };
    }

    private static String read(String name) {
        try (InputStream resource = SchemaMigration.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException(name + " is missing in the jar; build it again");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
