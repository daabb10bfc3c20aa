package pipeline.cli.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.IoErrorText;
import pipeline.cli.events.NotificationSettings;
import pipeline.cli.events.RunEventLog;
import pipeline.cli.events.RunFacts;
import pipeline.cli.events.RunNotifier;
import pipeline.cli.export.RunJobLog;
import pipeline.cli.plan.RunPlan;
import pipeline.cli.plan.RunRequest;
import pipeline.cli.progress.RunWatcher;
import pipeline.cli.summary.RunSummary;
import pipeline.recipe.UsageException;
import pipeline.store.ProcessIdentity;
import pipeline.text.VisibleText;
import pipeline.time.Scheduler;

/** All that hears of a run from its beginning to its end, beside who looks at the terminal. */
final class RunEvents implements AutoCloseable {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.events");

    private final CliEnvironment environment;
    private final Optional<RunEventLog> file;
    private final Optional<RunNotifier> notifier;
    private final Optional<RunJobLog> jobLog;
    private final Optional<RunWatcher> starter;
    private volatile boolean isLogOpen;

    /** Begins to listen to a run; of a dry run there is nothing to hear. */
    RunEvents(RunRequest request, RunPlan plan, CliEnvironment environment) {
        this.environment = environment;
        this.starter = StartedFile.ofThisProcess(plan.logging().logFile());
        if (request.options().isDry()) {
            this.file = Optional.empty();
            this.notifier = Optional.empty();
            this.jobLog = Optional.empty();
            return;
        }
        ProcessIdentity process = ProcessIdentity.ofThisProcess();
        RunFacts facts = new RunFacts(
                request.recipeName(),
                request.jobName(),
                process.machine(),
                process.pid(),
                plan.runDirectory(),
                plan.logging().logFile().map(Path::toString).orElse(""),
                request.typed());
        this.jobLog = jobLog(request);
        NotificationSettings settings = plan.notifications();
        this.file = Optional.of(new RunEventLog(facts, environment.clock(), this::warn));
        this.notifier = settings.hooks().isEmpty()
                ? Optional.empty()
                : Optional.of(RunNotifier.of(facts, settings, environment.directory(), Scheduler.system(), this::warn));
    }

    /** Opens the job log that was asked for. */
    private Optional<RunJobLog> jobLog(RunRequest request) {
        String typed = request.options().jobLog;
        if (typed == null) {
            return Optional.empty();
        }
        Path path = environment.directory().resolve(typed).normalize();
        try {
            return Optional.of(new RunJobLog(
                    path,
                    request.recipeName(),
                    request.jobName(),
                    environment.clock().instant(),
                    this::warn));
        } catch (IOException e) {
            throw new UsageException("--joblog cannot be written: " + path + ": " + IoErrorText.of(e));
        }
    }

    /** Returns what hears of the jobs. */
    RunWatcher watcher() {
        List<RunWatcher> watchers = new ArrayList<>();
        starter.ifPresent(watchers::add);
        file.ifPresent(watchers::add);
        notifier.ifPresent(watchers::add);
        jobLog.ifPresent(watchers::add);
        return RunWatcher.all(watchers);
    }

    /** Says whether the log is open: otherwise warnings go to standard error alone. */
    void logIs(boolean open) {
        isLogOpen = open;
    }

    /**
     * Reports how the run ended.
     *
     * @param why empty if there is nothing to say
     */
    void ended(int exitCode, String why) {
        file.ifPresent(log -> log.ended(exitCode, why));
        notifier.ifPresent(people -> people.ended(exitCode, why));
    }

    /** Reports that another process goes on with the run, which is no end for those who wait for it. */
    void handedOver(int exitCode) {
        file.ifPresent(log -> log.ended(exitCode, RunSummary.HANDED_OVER));
    }

    private void warn(String warning) {
        if (isLogOpen) {
            LOGGER.warn(warning);
        } else {
            environment.err().print(VisibleText.line("pipeline: " + warning) + "\n");
        }
    }

    /** Waits until all is sent, as long as hooks may take. */
    @Override
    public void close() {
        notifier.ifPresent(RunNotifier::close);
        file.ifPresent(RunEventLog::close);
        jobLog.ifPresent(RunJobLog::close);
    }
}
