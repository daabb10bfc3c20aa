package pipeline.dispatch.attempt;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.ledger.Ended;
import pipeline.dispatch.ledger.LostAttempt;
import pipeline.dispatch.queue.PlacedJob;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.Patience;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.job.NodeAnswer;
import pipeline.log.LogLevel;
import pipeline.log.server.LogCounts;
import pipeline.log.server.LogServer;
import pipeline.remote.RemoteHost;
import pipeline.remote.ScriptEnd;
import pipeline.remote.Slot;
import pipeline.remote.Transport;
import pipeline.remote.TransportException;
import pipeline.store.JobTable;

/** Runs one job in a slot: brings its files, opens its way to the log, sends its script, gathers what comes back. */
public final class JobRunner {

    private final RunIdentity run;
    private final DispatchSettings settings;
    private final NodeFiles files;
    private final LogServer logServer;
    private final Clock clock;
    private final Patience patience;
    private final Logger logger;
    private final Inheritance inheritance = new Inheritance();
    private final Set<String> withoutLog = ConcurrentHashMap.newKeySet();

    /** To ask Log4j for one costs more than all else that is prepared for a job. */
    private final Map<String, Logger> jobLoggers = new ConcurrentHashMap<>();

    public JobRunner(
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

    /** Has the hosts throw away what former masters and workers left there, as far as the table knows all of it. */
    public void forgetSettled(JobTable table, Transport transport) {
        inheritance.forgetSettled(table, transport, patience.way());
    }

    public DispatchSettings settings() {
        return settings;
    }

    public Patience patience() {
        return patience;
    }

    public Logger logger() {
        return logger;
    }

    public Aftermath aftermath() {
        return new Aftermath(logger, clock, patience);
    }

    /**
     * Starts a job, or picks up what is left of an earlier attempt of which the table has no end.
     *
     * @param lost the attempts that the host is to be asked for first, the youngest first
     * @return completes when the slot is free again, never exceptionally; the outcome follows in the run
     */
    public CompletableFuture<Void> start(JobRun jobRun, RemoteHost host, CompletableFuture<List<LostAttempt>> lost) {
        PlacedJob job = jobRun.job();
        String nodeDirectory = settings.node(job.host()).nodeDirectory();
        String slotDirectory = settings.node(host.name()).nodeDirectory();
        CompletableFuture<Void> ended;
        try {
            CompletableFuture<Inheritance.@Nullable Find> find =
                    lost.thenCompose(attempts -> inheritance.find(host, slotDirectory, attempts));
            CompletableFuture<NodeFiles.Paths> paths =
                    files.bring(host, job.job().command(), nodeDirectory);
            CompletableFuture<@Nullable InetSocketAddress> address =
                    logAddress(host, job.job().command());
            ended = find.thenCompose(found -> address.thenCompose(
                    log -> paths.thenCompose(bringing -> launch(jobRun, host, bringing, log, found))));
        } catch (RuntimeException e) {
            ended = CompletableFuture.failedFuture(e);
        }
        return ended.exceptionally(e -> {
            jobRun.outcome().completeExceptionally(e);
            return null;
        });
    }

    /** Gives where the host reaches the log server; null, and one warning for the host, if it cannot. */
    private CompletableFuture<@Nullable InetSocketAddress> logAddress(RemoteHost host, JobCommand work) {
        return wayToLog(host).handle((address, failure) -> {
            if (failure != null && !(work instanceof JobCommand.Executable) && withoutLog.add(host.name())) {
                TransportException transport = TransportException.in(failure);
                logger.warn(
                        "{}; what node programs log there is read from their host's disk, a few seconds late",
                        transport != null ? transport.getMessage() : failure.toString());
            }
            return address;
        });
    }

    private CompletableFuture<InetSocketAddress> wayToLog(RemoteHost host) {
        return settings.logTransport().isTunnel()
                ? host.forward(logServer.address())
                : CompletableFuture.completedFuture(logServer.address());
    }

    private CompletableFuture<Void> launch(
            JobRun jobRun,
            RemoteHost host,
            NodeFiles.Paths paths,
            @Nullable InetSocketAddress logAddress,
            Inheritance.@Nullable Find find) {
        PlacedJob placed = jobRun.job();
        ComputeJob job = placed.job();
        String loggerName = JobOutput.loggerName(job);
        Logger jobLogger = jobLoggers.computeIfAbsent(loggerName, LogManager::getLogger);
        JobScript.LogContext log = new JobScript.LogContext(
                loggerName, LogLevel.of(jobLogger.getLevel()).name(), logServer.token());
        Function<Slot, String> script = slot -> JobScript.of(
                job,
                settings.node(job.host()),
                JobScript.variables(run, job, placed.number(), log, logAddress),
                logAddress,
                paths,
                slot.token());
        JobOutput output = new JobOutput(
                job,
                jobLogger,
                placed.call().listener(),
                run.outputFile(placed, jobRun.reservation().attempt()));
        if (!jobRun.send()) {
            return CompletableFuture.completedFuture(null);
        }
        AttemptLog attemptLog = new AttemptLog(logServer, jobRun, host, () -> wayToLog(host), patience, logger);
        if (logAddress == null && !(job.command() instanceof JobCommand.Executable)) {
            attemptLog.readAlong();
        }
        RemoteRun remote = new RemoteRun(jobRun, host, output, patience, logger);
        CompletableFuture<ScriptEnd> ended = find == null
                ? remote.send(script)
                : new PickUp(
                                new PickUp.LostRun(jobRun, find, output, attemptLog),
                                host,
                                settings.node(job.host()),
                                patience.grace(),
                                logger)
                        .start(remote, script);
        AtomicReference<@Nullable Duration> ran = new AtomicReference<>();
        CompletableFuture<Void> unused = ended.handle((end, failure) -> {
            if (failure == null) {
                ran.set(end.ran());
            }
            jobRun.exited(failure == null ? end.code() : null, failure);
            return null;
        });
        return jobRun.exitCode().handle((code, failure) -> {
            Duration counted = ran.get();
            Duration ago = jobRun.ran(System.nanoTime());
            Instant started = ago == null ? null : clock.instant().minus(ago);
            Duration duration = counted != null ? counted : Objects.requireNonNullElse(ago, Duration.ZERO);
            JobOutput.Files kept = output.finish(code);
            NodeAnswer answer = output.answer();
            jobRun.details(new Ended.Details(answer == null ? null : answer.stack(), output.notedOutputs()));
            Attempt attempt = new Attempt(
                    placed.number(), jobRun.reservation().attempt(), started, duration, kept.stdout(), kept.stderr());
            attemptLog
                    .finish(output.logged(), failure)
                    .thenApply(counts -> {
                        tell(placed, counts);
                        Setup setup = JobScript.setup(job, settings.node(job.host()));
                        return new Ending(jobRun, attempt, output, setup).outcome(code, failure);
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

    private void tell(PlacedJob job, LogCounts counts) {
        if (counts.missing() > 0) {
            logger.warn(
                    "{} log records of job {} ({} on {}) are missing",
                    counts.missing(),
                    job.number(),
                    job.job().program(),
                    job.host());
        } else if (counts.brokenOff()) {
            logger.warn(
                    "job {} ({} on {}) ended without closing its log; its last records may be missing",
                    job.number(),
                    job.job().program(),
                    job.host());
        }
    }
}
