package pipeline.cli.jobs;

import java.io.PrintStream;
import java.util.List;
import pipeline.cli.ground.Surroundings;
import pipeline.store.JobTable;
import pipeline.store.JobsSettings;
import pipeline.store.query.Condition;
import pipeline.store.query.Field;

/** What a command works with: the open table, its settings, and what is around. */
public record Desk(JobTable table, JobsSettings settings, Surroundings surroundings) {

    /**
     * What a command has when there is no table yet.
     *
     * @param message says so
     */
    public record Empty(String message, Surroundings surroundings) {}

    PrintStream out() {
        return surroundings.out();
    }

    PrintStream err() {
        return surroundings.err();
    }

    /** Reads a query by the store's clock. */
    Condition condition(String query, List<Field> vocabulary) {
        return Queries.condition(query, vocabulary, table.now());
    }
}
