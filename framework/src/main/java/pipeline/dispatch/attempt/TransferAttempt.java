package pipeline.dispatch.attempt;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.AttemptFailures;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.JobCommand;
import pipeline.job.Outcome;
import pipeline.remote.RemoteHost;
import pipeline.remote.SlotTrace;
import pipeline.remote.TransportException;
import pipeline.remote.transfer.FileTransfer;
import pipeline.remote.transfer.HostSource;
import pipeline.remote.transfer.HostTarget;
import pipeline.remote.transfer.LocalSource;
import pipeline.remote.transfer.LocalTarget;
import pipeline.remote.transfer.TransferException;
import pipeline.remote.transfer.TransferSource;
import pipeline.remote.transfer.TransferTarget;
import pipeline.text.Digests;
import pipeline.time.ScheduledTask;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One attempt to move a file or tree. It has the job's slot while it lasts, which so counts it, but its bytes go through shells of their own:
 * without the master nothing of it goes on, and nothing needs to be picked up. Thread-safe.
 */
final class TransferAttempt {

    private static final Duration PROGRESS = Duration.ofSeconds(10);
    private static final double MEGABYTE = 1e6;

    private final RunningAttempt running;
    private final JobCommand.Transfer transfer;
    private final DispatchSettings settings;
    private final AttemptEnvironment environment;
    private final Logger logger;

    TransferAttempt(RunningAttempt running, DispatchSettings settings, AttemptEnvironment environment) {
        this.running = running;
        this.settings = settings;
        this.environment = environment;
        ComputeJob job = running.job().job();
        this.transfer = (JobCommand.Transfer) job.command();
        this.logger = LogManager.getLogger(JobOutput.loggerName(job));
    }

    /**
     * Moves it.
     *
     * @param run names the transfers of the master that has the job
     * @param hosts returns the way to a host
     * @param threads read from and write to the disk of the master
     * @return completes when the slot is free again, never exceptionally; the outcome follows in the run
     */
    CompletableFuture<Void> start(RunIdentity run, Function<String, RemoteHost> hosts, Executor threads) {
        FileTransfer moving = new FileTransfer(source(hosts, threads), target(run, hosts, threads), threads);
        if (!running.send()) {
            return CompletableFuture.completedFuture(null);
        }
        running.began(environment.scheduler().nanos());
        running.killBy(grace -> {
            moving.cancel();
            return CompletableFuture.completedFuture(true);
        });
        ScheduledTask progress = environment.scheduler().every(PROGRESS, () -> report(moving));
        CompletableFuture<FileTransfer.Result> moved = moving.start();
        moved.whenComplete((result, failure) -> {
            progress.cancel();
            running.exited(failure == null ? 0 : null, failure);
        });
        return running.exitCode().handle((code, failure) -> {
            FileTransfer.Result result = code == null ? null : moved.getNow(null);
            running.outcome().complete(outcome(result, failure));
            return null;
        });
    }

    private TransferSource source(Function<String, RemoteHost> hosts, Executor threads) {
        JobCommand.Endpoint from = transfer.source();
        return from.host().isEmpty()
                ? new LocalSource(Path.of(from.path()), threads)
                : new HostSource(hosts.apply(from.host()), OutputCheck.place(from, settings));
    }

    private TransferTarget target(RunIdentity run, Function<String, RemoteHost> hosts, Executor threads) {
        JobCommand.Endpoint to = transfer.target();
        if (to.host().isEmpty()) {
            // the same for each attempt, so that the next one removes what a killed one left
            String mark = Digests.shortened(run.outputDirectory().getParent() + " " + run.recipe() + " "
                    + running.job().number());
            return new LocalTarget(Path.of(to.path()), mark, threads);
        }
        SlotTrace trace = running.slot().trace();
        String slot = trace == null ? "" : trace.directory();
        String mark = slot.substring(slot.lastIndexOf('/') + 1) + "-" + running.id();
        String link = slot.isEmpty() ? "" : slot + "/made." + mark;
        return new HostTarget(hosts.apply(to.host()), OutputCheck.place(to, settings), mark, link);
    }

    private void report(FileTransfer moving) {
        if (moving.moved() > 0) {
            logger.info(
                    "{}: %.1f of %.1f MB".formatted(moving.moved() / MEGABYTE, moving.total() / MEGABYTE),
                    transfer.describe());
        }
    }

    private Outcome outcome(FileTransfer.@Nullable Result result, @Nullable Throwable failure) {
        QueuedJob queued = running.job();
        ComputeJob job = queued.job();
        Duration ran = running.ran(environment.scheduler().nanos());
        Duration duration = ran == null ? Duration.ZERO : ran;
        Instant started = environment.scheduler().wallClock().instant().minus(duration);
        Attempt attempt = new Attempt(queued.number(), running.reservation().attempt(), started, duration, null, null);
        Failure ended = running.ended();
        if (ended != null) {
            return Outcome.failed(job, attempt, ended);
        }
        if (result != null) {
            logger.info(
                    "{}: {} bytes, {}",
                    transfer.describe(),
                    result.bytes(),
                    result.wasSent() ? "SHA-256 " + result.sha256() : "which were there already");
            ObjectNode said = JsonNodeFactory.instance.objectNode();
            said.put("bytes", result.bytes());
            said.put("sha256", result.sha256());
            said.put("sent", result.wasSent());
            return Outcome.succeeded(job, attempt, said);
        }
        TransferException own = TransferException.in(failure);
        if (own != null) {
            return Outcome.failed(job, attempt, AttemptFailures.ofProgram(null, String.valueOf(own.getMessage())));
        }
        TransportException transport = TransportException.in(failure);
        if (transport == null) {
            return Outcome.failed(job, attempt, AttemptFailures.internal("the file could not be moved: " + failure));
        }
        if (!transport.host().equals(job.host())) {
            // that another host is away says nothing of the host of the job
            running.waitsFor(transport);
        }
        return Outcome.parked(job, transport.getMessage() + " while a file was moved, which begins anew");
    }
}
