package pipeline.cli.export;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.function.Consumer;
import pipeline.cli.progress.RunWatcher;
import pipeline.job.Attempt;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.store.StepName;

/**
 * The job log of GNU Parallel while a run goes on: a line for each job as it ends, behind those of earlier runs. What was done before has
 * no line again. A file that cannot be written is a warning, once. Thread-safe.
 */
public final class RunJobLog implements RunWatcher, AutoCloseable {

    private final Path file;
    private final String recipe;
    private final String jobName;
    private final Instant began;
    private final Consumer<String> warnings;
    private final PrintStream out;
    private final ParallelJobLog lines;
    private boolean isBroken;

    /**
     * Begins the file, or goes on with it.
     *
     * @param began when the run began: what ended before it has its line
     * @param warnings takes why it cannot be written, once
     * @throws IOException if it cannot be opened
     */
    public RunJobLog(Path file, String recipe, String jobName, Instant began, Consumer<String> warnings)
            throws IOException {
        this.file = file;
        this.recipe = recipe;
        this.jobName = jobName;
        this.began = began;
        this.warnings = warnings;
        this.out = new PrintStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                true,
                StandardCharsets.UTF_8);
        this.lines = new ParallelJobLog(out);
        if (Files.size(file) == 0) {
            lines.begin();
        }
    }

    @Override
    public JobListener listener(String step) {
        StepName name = new StepName(recipe, jobName, step);
        return RunWatcher.listener(number -> {}, number -> {}, outcome -> ended(name, outcome));
    }

    private synchronized void ended(StepName step, Outcome outcome) {
        if (isBroken || outcome.attempt().filter(this::isOfThisRun).isEmpty()) {
            return;
        }
        lines.job(step, outcome);
        if (out.checkError()) {
            isBroken = true;
            warnings.accept("%s cannot be written any more; the run goes on (jobs export --format joblog has all)"
                    .formatted(file));
        }
    }

    private boolean isOfThisRun(Attempt attempt) {
        Instant started = attempt.started();
        return started != null && !started.plus(attempt.duration()).isBefore(began);
    }

    @Override
    public synchronized void close() {
        out.close();
    }
}
