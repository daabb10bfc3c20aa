package pipeline.tester;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import tools.jackson.databind.JsonNode;

/**
 * What became of a run.
 *
 * <pre>{@code
 * RecipeResult run = tester.recipe(CountLines.class).map("node1 = [ a.csv ]").hostDown("node1").run();
 * assertThat(run.exitCode()).isEqualTo(4);
 * assertThat(run.outcomes()).extracting(Outcome::state).containsExactly(Outcome.State.PARKED);
 * }</pre>
 */
public final class RecipeResult {

    private final int exitCode;
    private final Text text;
    private final List<Outcome> outcomes;
    private final List<ComputeJob> started;
    private final List<JsonNode> table;
    private final Map<String, JsonNode> results;

    /** What was printed and logged. */
    record Text(String out, String err, List<String> log) {}

    RecipeResult(
            int exitCode,
            Text text,
            List<Outcome> outcomes,
            List<ComputeJob> started,
            List<JsonNode> table,
            Map<String, JsonNode> results) {
        this.exitCode = exitCode;
        this.text = text;
        this.outcomes = outcomes;
        this.started = started;
        this.table = table;
        this.results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    }

    /** Returns the exit code of the command: 0 if all is done, 1 if jobs failed, 4 if jobs are parked. */
    public int exitCode() {
        return exitCode;
    }

    /** Returns the outcome of every job of the recipe, as they came in: also those that were kept from a run before. */
    public List<Outcome> outcomes() {
        return outcomes;
    }

    /** Returns the jobs that started in this run, once for each attempt. */
    public List<ComputeJob> started() {
        return started;
    }

    /** Returns the rows of the job table with the keys of {@code pipeline jobs --output json}. */
    public List<JsonNode> table() {
        return table;
    }

    /** Returns the lines of the log, from INFO up: those of the recipe and those of its node programs. */
    public List<String> logs() {
        return text.log();
    }

    /** Returns what was printed to standard output. */
    public String out() {
        return text.out();
    }

    /** Returns what was printed to standard error: the log, mistakes, and the list of what failed. */
    public String err() {
        return text.err();
    }

    /** Returns the results that the recipe set, by their names, as {@code --results} writes them. */
    public Map<String, JsonNode> results() {
        return results;
    }

    /**
     * Returns one result of the recipe.
     *
     * @throws IllegalArgumentException if it was not set
     */
    public JsonNode result(String name) {
        JsonNode result = results.get(name);
        if (result == null) {
            throw new IllegalArgumentException("the recipe did not set %s, but %s%n%s".formatted(name, results, this));
        }
        return result;
    }

    @Override
    public String toString() {
        return "exit code %d%n%s%s".formatted(exitCode, text.out(), text.err());
    }
}
