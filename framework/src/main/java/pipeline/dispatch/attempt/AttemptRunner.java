package pipeline.dispatch.attempt;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.gang.GangSession;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.Timeouts;
import pipeline.dispatch.table.AttemptResult;
import pipeline.dispatch.table.LostAttempt;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.job.Outcome;
import pipeline.job.wire.NodeAnswer;
import pipeline.log.LogLevel;
import pipeline.log.server.LogCounts;
import pipeline.log.server.LogServer;
import pipeline.remote.RemoteHost;
import pipeline.remote.ScriptEnd;
import pipeline.remote.Slot;
import pipeline.remote.SlotOwner;
import pipeline.remote.Transport;
import pipeline.remote.TransportException;
import pipeline.remote.transfer.TransferThreads;
import pipeline.store.JobTable;
import pipeline.store.OutputFiles;
import pipeline.time.Scheduler;

/** Runs one job in a slot: brings its files, opens its way to the log, sends its script, gathers what comes back. */
public final class AttemptRunner {

    private final RunIdentity run;
    private final DispatchSettings settings;
    private final NodeFiles files;
    private final LogServer logServer;
    private final AttemptEnvironment environment;
    private final Logger logger;
    private final OutcomeReporter reporter;
    private final FormerSlots formerSlots = new FormerSlots();
    private final AttemptRecovery recovery = new AttemptRecovery(formerSlots);
    /** End by themselves when no file is moved. */
    private final Executor transferThreads = TransferThreads.make();

    private final Set<String> withoutLog = ConcurrentHashMap.newKeySet();

    /** To ask Log4j for one costs more than all else that is prepared for a job. */
    private final Map<String, Logger> jobLoggers = new ConcurrentHashMap<>();

    public AttemptRunner(
            RunIdentity run,
            DispatchSettings settings,
            NodeFiles files,
            LogServer logServer,
            Scheduler scheduler,
            Timeouts timeouts) {
        this.run = run;
        this.settings = settings;
        this.files = files;
        this.logServer = logServer;
        this.logger = LogManager.getLogger(run.recipe());
        this.reporter = new OutcomeReporter(logger);
        this.environment = new AttemptEnvironment(scheduler, timeouts, logger);
    }

    /** Notes of which former masters and workers a host keeps something, though no runner of theirs lives there. */
    public void reportFormer(RemoteHost host, Set<String> owners) {
        String nodeDirectory = settings.node(host.name()).nodeDirectory();
        owners.forEach(owner -> formerSlots.reported(host.name(), new SlotOwner(owner, nodeDirectory)));
    }

    /** Has the hosts remove what former masters and workers left there, as far as the table knows all of it. */
    public void removeSettled(JobTable table, Transport transport) {
        formerSlots.removeSettled(table, transport, environment.timeouts().way(), environment.scheduler());
    }

    public DispatchSettings settings() {
        return settings;
    }

    public Timeouts timeouts() {
        return environment.timeouts();
    }

    public Scheduler scheduler() {
        return environment.scheduler();
    }

    public Logger logger() {
        return logger;
    }

    /** Returns the outcome of an attempt of which nothing has been heard since it was told to end. */
    public Outcome givenUp(RunningAttempt running) {
        return OutcomeClassifier.givenUp(running, environment);
    }

    public OutcomeReporter reporter() {
        return reporter;
    }

    /**
     * Starts a job, or picks up what is left of an earlier attempt of which the table has no end.
     *
     * @param lost the attempts that the host is to be asked for first, the youngest first
     * @param hosts returns the way to another host, from which a file may come
     * @return completes when the slot is free again, never exceptionally; the outcome follows in the run
     */
    public CompletableFuture<Void> start(
            RunningAttempt running,
            RemoteHost host,
            CompletableFuture<List<LostAttempt>> lost,
            Function<String, RemoteHost> hosts) {
        QueuedJob job = running.job();
        String nodeDirectory = settings.node(job.host()).nodeDirectory();
        String slotDirectory = settings.node(host.name()).nodeDirectory();
        CompletableFuture<Void> ended;
        try {
            CompletableFuture<AttemptRecovery.@Nullable Found> find =
                    lost.thenCompose(attempts -> recovery.find(host, slotDirectory, attempts));
            if (job.job().command() instanceof JobCommand.Transfer) {
                // its former master does nothing more, and what that left goes with its slots
                return settled(
                        running,
                        find.thenCompose(found -> new TransferAttempt(running, settings, environment)
                                .start(run, hosts, transferThreads)));
            }
            CompletableFuture<NodeFiles.PathsOnHost> paths =
                    files.bring(host, job.job().command(), nodeDirectory);
            CompletableFuture<@Nullable InetSocketAddress> address =
                    logAddress(host, job.job().command());
            List<String> missing = job.job().secrets().missing();
            if (!missing.isEmpty()) {
                throw new NodeScriptException(
                        "nobody gave the value of the secret " + String.join(", ", missing), null);
            }
            GangSession gang = running.gang();
            ended = gang == null
                    ? find.thenCompose(found -> address.thenCompose(
                            log -> paths.thenCompose(bringing -> launch(running, host, bringing, log, found))))
                    : find.thenCompose(former -> endFormer(host, former))
                            .thenCompose(none -> address.thenCompose(log -> paths.thenCompose(bringing ->
                                    gang.ready().thenCompose(all -> launch(running, host, bringing, log, null)))));
        } catch (RuntimeException e) {
            ended = CompletableFuture.failedFuture(e);
        }
        return settled(running, ended);
    }

    /** What a former master knew of a gang is gone with it: its programs cannot go on, and all of the gang begin anew. */
    private CompletableFuture<@Nullable Void> endFormer(RemoteHost host, AttemptRecovery.@Nullable Found former) {
        return former == null
                ? CompletableFuture.completedFuture(null)
                : host.kill(former.trace(), environment.timeouts().grace())
                        .thenCompose(isCertain -> isCertain
                                ? CompletableFuture.completedFuture(null)
                                : CompletableFuture.failedFuture(new TransportException(
                                        TransportException.Cause.LOST,
                                        host.name(),
                                        "the host does not say that what ran of the gang before has ended")));
    }

    private static CompletableFuture<Void> settled(RunningAttempt running, CompletableFuture<Void> ended) {
        return ended.exceptionally(e -> {
            running.outcome().completeExceptionally(e);
            return null;
        });
    }

    /** Returns where the host reaches the log server; null, and one warning for the host, if it cannot. */
    private CompletableFuture<@Nullable InetSocketAddress> logAddress(RemoteHost host, JobCommand work) {
        return wayToLog(host).handle((address, failure) -> {
            if (failure != null && !(work instanceof JobCommand.Executable) && withoutLog.add(host.name())) {
                TransportException transport = TransportException.in(failure);
                logger.warn(
                        "{}; log records of node programs there are read from the host's disk, a few seconds late",
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
            RunningAttempt running,
            RemoteHost host,
            NodeFiles.PathsOnHost paths,
            @Nullable InetSocketAddress logAddress,
            AttemptRecovery.@Nullable Found find) {
        QueuedJob queued = running.job();
        ComputeJob job = queued.job();
        String loggerName = JobOutput.loggerName(job);
        Logger jobLogger = jobLoggers.computeIfAbsent(loggerName, LogManager::getLogger);
        JobScript.LogContext log = new JobScript.LogContext(
                loggerName, LogLevel.of(jobLogger.getLevel()).name(), logServer.token());
        Function<Slot, String> script = slot -> JobScript.of(
                job,
                settings.node(job.host()),
                JobScript.variables(run, job, queued.number(), log, logAddress),
                logAddress,
                paths,
                JobScript.SlotContext.of(slot, running.id()));
        OutputFiles outputFiles = run.outputFiles(queued, running.reservation().attempt());
        JobOutput output =
                new JobOutput(job, jobLogger, queued.batch().listener(), outputFiles, environment.scheduler());
        if (!running.send()) {
            return CompletableFuture.completedFuture(null);
        }
        JobOutputFile records = new JobOutputFile(outputFiles.records(), jobLogger);
        AttemptLog attemptLog = new AttemptLog(logServer, running, host, () -> wayToLog(host), records, environment);
        if (logAddress == null && !(job.command() instanceof JobCommand.Executable)) {
            attemptLog.readAlong();
        }
        RemoteAttempt remote = new RemoteAttempt(running, host, output, environment, attemptLog::wayBroke);
        CompletableFuture<ScriptEnd> ended = find == null
                ? remote.send(script)
                : new AttemptResumption(
                                new AttemptResumption.LostRun(running, find, output, attemptLog),
                                host,
                                settings.node(job.host()),
                                environment.timeouts().grace(),
                                logger)
                        .start(remote, script);
        AtomicReference<@Nullable Duration> ran = new AtomicReference<>();
        CompletableFuture<Void> unused = ended.handle((end, failure) -> {
            if (failure == null) {
                ran.set(end.ran());
            }
            running.exited(failure == null ? end.code() : null, failure);
            return null;
        });
        return running.exitCode().handle((code, failure) -> {
            Duration counted = ran.get();
            Duration ago = running.ran(environment.scheduler().nanos());
            Instant started = ago == null
                    ? null
                    : environment.scheduler().wallClock().instant().minus(ago);
            Duration duration = counted != null ? counted : Objects.requireNonNullElse(ago, Duration.ZERO);
            JobOutput.KeptFiles kept = output.finish(code, running.ended() == null);
            NodeAnswer answer = output.answer();
            running.details(new AttemptResult.Details(answer == null ? null : answer.stack(), output.notedOutputs()));
            Attempt attempt = new Attempt(
                    queued.number(), running.reservation().attempt(), started, duration, kept.stdout(), kept.stderr());
            attemptLog
                    .finish(output.logged(), failure)
                    .thenApply(counts -> {
                        report(queued, counts);
                        JobSetup setup = new JobSetup(job, settings.node(job.host()));
                        return new OutcomeClassifier(running, attempt, output, setup).outcome(code, failure);
                    })
                    .whenComplete((outcome, fault) -> {
                        if (fault == null) {
                            running.outcome().complete(outcome);
                        } else {
                            running.outcome().completeExceptionally(fault);
                        }
                    });
            return null;
        });
    }

    private void report(QueuedJob job, LogCounts counts) {
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
