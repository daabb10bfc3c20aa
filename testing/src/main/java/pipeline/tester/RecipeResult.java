package pipeline.tester;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import tools.jackson.databind.JsonNode;

/** What became of a run. */
public final class RecipeResult {

    private static final String RESULTS = "Results:";

    private final int exitCode;
    private final Text text;
    private final List<Outcome> outcomes;
    private final List<ComputeJob> started;
    private final List<JsonNode> table;
    private final Path master;

    /** What was printed and logged. */
    record Text(String out, String err, List<String> log) {}

    RecipeResult(
            int exitCode,
            Text text,
            List<Outcome> outcomes,
            List<ComputeJob> started,
            List<JsonNode> table,
            Path master) {
        this.exitCode = exitCode;
        this.text = text;
        this.outcomes = outcomes;
        this.started = started;
        this.table = table;
        this.master = master;
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

    /** Returns the results of the recipe by their names, as they are shown below {@code Results:}. */
    public Map<String, String> results() {
        Map<String, String> results = new LinkedHashMap<>();
        String shown = text.out().contains(RESULTS) ? text.out() : text.err();
        shown.lines()
                .dropWhile(line -> !line.equals(RESULTS))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.contains(" = "))
                .forEach(line -> results.put(
                        line.substring(0, line.indexOf(" = ")), line.substring(line.indexOf(" = ") + " = ".length())));
        return results;
    }

    /** Returns the content of a file of the master that the run wrote, by its path or its name in the directory of the run. */
    public String masterFile(String name) throws IOException {
        return Files.readString(master.resolve(name));
    }

    @Override
    public String toString() {
        return "exit code %d%n%s%s".formatted(exitCode, text.out(), text.err());
    }
}
