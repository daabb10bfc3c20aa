package pipeline.cli.events;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pipeline.cli.progress.RunWatcher;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.JobLabel;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.text.Json;
import pipeline.text.VisibleText;

/**
 * Writes what happens in a run into {@code events.jsonl} in the directory of its logs, a line of JSON for each event as it happens.
 * A file that cannot be written is a warning, once. Thread-safe.
 */
public final class RunEventLog implements RunWatcher, AutoCloseable {

    /** The name of the file. */
    public static final String FILE = "events.jsonl";

    private static final int SCHEMA_VERSION = 1;

    private final Path file;
    private final Clock clock;
    private final Consumer<String> warnings;
    private @Nullable BufferedWriter out;

    /**
     * Begins the file.
     *
     * @param warnings takes why it cannot be written, once
     */
    public RunEventLog(RunFacts run, Clock clock, Consumer<String> warnings) {
        this.file = run.directory().resolve(FILE);
        this.clock = clock;
        this.warnings = warnings;
        try {
            Files.createDirectories(run.directory());
            out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            broken(e);
        }
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("schema_version", SCHEMA_VERSION);
        event.put("job_name", run.jobName());
        event.put("recipe", run.recipe());
        event.put("machine", run.machine());
        event.put("pid", run.pid());
        event.put("command", run.commandLine());
        write("run_started", event);
    }

    @Override
    public void scheduled(String step, List<ComputeJob> jobs) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("step", step);
        event.put("jobs", jobs.size());
        write("jobs_scheduled", event);
    }

    @Override
    public JobListener listener(String step) {
        return new JobListener() {
            @Override
            public void started(ComputeJob job, long number) {
                Map<String, @Nullable Object> event = job(step, job);
                event.put("job", number);
                write("job_started", event);
            }

            @Override
            public void waits(ComputeJob job, long number) {
                Map<String, @Nullable Object> event = job(step, job);
                event.put("job", number);
                write("job_waits", event);
            }

            @Override
            public void ended(Outcome outcome) {
                end(step, outcome);
            }
        };
    }

    private void end(String step, Outcome outcome) {
        Map<String, @Nullable Object> event = job(step, outcome.job());
        event.put("state", outcome.state().name().toLowerCase(Locale.ROOT));
        Attempt attempt = outcome.attempt().orElse(null);
        if (attempt != null) {
            event.put("job", attempt.number());
            event.put("attempt", attempt.ordinal());
            event.put(
                    "started",
                    attempt.started() == null ? null : attempt.started().toString());
            event.put("seconds", attempt.duration().toMillis() / 1000.0);
            event.put(
                    "stdout", attempt.stdout() == null ? null : attempt.stdout().toString());
            event.put(
                    "stderr", attempt.stderr() == null ? null : attempt.stderr().toString());
        }
        Failure failure = outcome.failure().orElse(null);
        if (failure != null) {
            event.put("kind", failure.kind().name().toLowerCase(Locale.ROOT));
            event.put("exit_code", failure.exitCode());
        }
        if (!outcome.message().isEmpty()) {
            event.put("message", outcome.message());
        }
        write("job_ended", event);
    }

    private static Map<String, @Nullable Object> job(String step, ComputeJob job) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("step", step);
        event.put("host", job.host());
        event.put("label", JobLabel.of(job));
        return event;
    }

    /** Writes how the run ended. */
    public void ended(int exitCode, String why) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("exit_code", exitCode);
        event.put("message", why.isEmpty() ? null : why);
        write("run_ended", event);
    }

    private synchronized void write(String word, Map<String, @Nullable Object> more) {
        BufferedWriter writer = out;
        if (writer == null) {
            return;
        }
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        event.put("event", word);
        event.putAll(more);
        try {
            writer.write(VisibleText.json(Json.tree(event)));
            writer.write('\n');
            writer.flush();
        } catch (IOException e) {
            out = null;
            broken(e);
        }
    }

    private void broken(IOException e) {
        warnings.accept("%s is not written any more (%s); the run goes on".formatted(file, e));
    }

    @Override
    public synchronized void close() {
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                broken(e);
            }
            out = null;
        }
    }
}
