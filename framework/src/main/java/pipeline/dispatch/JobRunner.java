package pipeline.dispatch;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.NodeAnswer;
import pipeline.job.Outcome;
import pipeline.job.Work;
import pipeline.log.LogLevel;
import pipeline.log.server.JobLog;
import pipeline.log.server.LogServer;
import pipeline.log.server.LogTally;
import pipeline.remote.RemoteHost;
import pipeline.remote.TransportException;

/** Runs one job in a slot: brings its files, opens its way to the log, sends its script, gathers what comes back. */
final class JobRunner {

    private final RunIdentity run;
    private final DispatchSettings settings;
    private final NodeFiles files;
    private final LogServer logServer;
    private final Clock clock;
    private final Patience patience;
    private final Logger logger;
    private final Set<String> withoutLog = ConcurrentHashMap.newKeySet();

    JobRunner(
            RunIdentity run,
            DispatchSettings settings,
            NodeFiles files,
            LogServer logServer,
            Clock clock,
            Patience patience) {
        this.run = run;
        this.settings = settings;
        this.files = files;
        this.logServer = logServer;
        this.clock = clock;
        this.patience = patience;
        this.logger = LogManager.getLogger(run.recipe());
    }

    DispatchSettings settings() {
        return settings;
    }

    Patience patience() {
        return patience;
    }

    Logger logger() {
        return logger;
    }

    /**
     * Starts a job.
     *
     * @return completes when the slot is free again, never exceptionally; the outcome follows in the run
     */
    CompletableFuture<Void> start(JobRun jobRun, RemoteHost host) {
        PlacedJob job = jobRun.job();
        CompletableFuture<Void> ended;
        try {
            CompletableFuture<NodeFiles.Paths> paths = files.bring(
                    host, job.job().work(), settings.node(job.host()).nodeDirectory());
            ended = logAddress(host, job.job().work())
                    .thenCompose(log -> paths.thenCompose(found -> launch(jobRun, found, log)));
        } catch (RuntimeException e) {
            ended = CompletableFuture.failedFuture(e);
        }
        return ended.exceptionally(e -> {
            jobRun.outcome().completeExceptionally(e);
            return null;
        });
    }

    /** Gives where the host reaches the log server; null, and one warning for the host, if it cannot. */
    private CompletableFuture<@Nullable InetSocketAddress> logAddress(RemoteHost host, Work work) {
        if (!settings.logTransport().isTunnel()) {
            return CompletableFuture.completedFuture(logServer.address());
        }
        return host.forward(logServer.address()).handle((address, failure) -> {
            if (failure != null && !(work instanceof Work.Command) && withoutLog.add(host.name())) {
                TransportException transport = TransportException.in(failure);
                logger.warn(
                        "{}; what node programs log there arrives as their standard error",
                        transport != null ? transport.getMessage() : failure.toString());
            }
            return address;
        });
    }

    private CompletableFuture<Void> launch(
            JobRun jobRun, NodeFiles.Paths paths, @Nullable InetSocketAddress logAddress) {
        PlacedJob placed = jobRun.job();
        ComputeJob job = placed.job();
        Logger jobLogger = JobOutput.logger(job);
        JobScript.LogContext log = new JobScript.LogContext(
                JobOutput.loggerName(job), LogLevel.of(jobLogger.getLevel()).name(), logServer.token());
        String script = JobScript.of(
                job,
                settings.node(job.host()),
                JobScript.variables(run, job, placed.number(), log, logAddress),
                logAddress,
                paths,
                jobRun.slot().token());
        JobOutput output = new JobOutput(
                job,
                jobLogger,
                placed.call().listener(),
                run.outputFile(placed, jobRun.reservation().attempt()));
        if (!jobRun.send()) {
            return CompletableFuture.completedFuture(null);
        }
        JobLog jobLog = logServer.register(String.valueOf(placed.number()), JobOutput.loggerName(job));
        Instant started = clock.instant();
        long startedNanos = System.nanoTime();
        send(jobRun, script, output);
        return jobRun.exitCode().handle((code, failure) -> {
            Duration duration = Duration.ofNanos(System.nanoTime() - startedNanos);
            JobOutput.Files kept = output.finish();
            NodeAnswer answer = output.answer();
            jobRun.stack(answer == null ? null : answer.stack());
            Attempt attempt = new Attempt(placed.number(), started, duration, kept.stdout(), kept.stderr());
            jobLog.settle(patience.records())
                    .thenApply(tally -> {
                        tell(placed, tally);
                        return new Ending(jobRun, attempt, output).outcome(code, failure);
                    })
                    .whenComplete((outcome, fault) -> {
                        if (fault == null) {
                            jobRun.outcome().complete(outcome);
                        } else {
                            jobRun.outcome().completeExceptionally(fault);
                        }
                    });
            return null;
        });
    }

    private static void send(JobRun jobRun, String script, JobOutput output) {
        CompletableFuture<Integer> ended;
        try {
            ended = jobRun.slot().run(script, output);
        } catch (RuntimeException e) {
            ended = CompletableFuture.failedFuture(e);
        }
        ended.whenComplete((code, failure) -> {
            if (failure == null) {
                jobRun.exitCode().complete(code);
            } else {
                jobRun.exitCode().completeExceptionally(failure);
            }
        });
    }

    private void tell(PlacedJob job, LogTally tally) {
        if (tally.missing() > 0) {
            logger.warn(
                    "{} log records of job {} ({} on {}) are missing",
                    tally.missing(),
                    job.number(),
                    job.job().program(),
                    job.host());
        } else if (tally.brokenOff()) {
            logger.warn(
                    "job {} ({} on {}) ended without closing its log; its last records may be missing",
                    job.number(),
                    job.job().program(),
                    job.host());
        }
    }

    /** Turns what became of a run into an outcome, whatever it was: no result is a hole. */
    Outcome certain(JobRun jobRun, @Nullable Outcome outcome, @Nullable Throwable failure) {
        return outcome != null ? outcome : notRun(jobRun, failure);
    }

    /** Logs an outcome that is no success. */
    void tell(PlacedJob job, Outcome outcome) {
        switch (outcome.state()) {
            case FAILED ->
                logger.error(
                        "job {} ({} on {}) failed: {}",
                        job.number(),
                        job.job().program(),
                        job.host(),
                        outcome.message());
            case PARKED ->
                logger.error(
                        "job {} ({} on {}) did not start: {}",
                        job.number(),
                        job.job().program(),
                        job.host(),
                        outcome.message());
            case SUCCEEDED, IGNORED, NOT_STARTED -> {
                // Nothing went wrong with the job.
            }
        }
    }

    /** Logs that a job failed and is tried again, and gives what it says of that. */
    String tellAgain(PlacedJob job, Outcome outcome, Retries.Next next) {
        String message = "%s; attempt %d follows in %d s"
                .formatted(outcome.message(), next.number(), next.pause().toSeconds());
        logger.warn("job {} ({} on {}) failed: {}", job.number(), job.job().program(), job.host(), message);
        return message;
    }

    /** Gives the outcome of a job that ran, but whose reservation was lost meanwhile: what the table says, if it does. */
    Outcome afterLoss(PlacedJob job, Outcome outcome, @Nullable Sight sight) {
        boolean isOver = sight != null
                && switch (sight.row().state().status()) {
                    case SUCCESS, ERROR, IGNORE -> true;
                    case PENDING, RESERVED -> false;
                };
        logger.warn(
                "job {} ({} on {}) ended, but its reservation was lost before; {}",
                job.number(),
                job.job().program(),
                job.host(),
                isOver ? "what the job table says of it counts" : "the job table does not have how it ended");
        return sight != null && isOver ? sight.outcome(job.job()) : outcome;
    }

    private Outcome notRun(JobRun jobRun, @Nullable Throwable failure) {
        PlacedJob job = jobRun.job();
        TransportException transport = TransportException.in(failure);
        if (transport != null) {
            return Outcome.parked(job.job(), String.valueOf(transport.getMessage()));
        }
        NodeScriptException script = scriptFault(failure);
        if (script != null) {
            return Outcome.failed(
                    job.job(),
                    new Attempt(job.number(), clock.instant(), Duration.ZERO, null, null),
                    new Failure(FailureKind.PROGRAM, null, String.valueOf(script.getMessage())));
        }
        logger.debug("job {} could not be sent", job.number(), failure);
        return Outcome.failed(
                job.job(),
                new Attempt(job.number(), clock.instant(), Duration.ZERO, null, null),
                new Failure(FailureKind.INTERNAL, null, "the job could not be sent: " + failure));
    }

    private static @Nullable NodeScriptException scriptFault(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NodeScriptException script) {
                return script;
            }
        }
        return null;
    }

    /** Gives the outcome of a job of which nothing has been heard since it was told to end. */
    Outcome givenUp(JobRun jobRun) {
        PlacedJob job = jobRun.job();
        String message = jobRun.cancelled() + "; " + job.host() + " did not say within "
                + patience.close().toSeconds() + " s that the job has ended: look there for what still runs";
        return Outcome.failed(
                job.job(),
                new Attempt(job.number(), clock.instant(), Duration.ZERO, null, null),
                new Failure(FailureKind.CANCELLED, null, message));
    }
}
