package pipeline.dispatch.attempt;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.logging.log4j.Logger;
import pipeline.dispatch.rules.Timeouts;
import pipeline.remote.RemoteHost;
import pipeline.remote.ResumableOutput;
import pipeline.remote.ScriptEnd;
import pipeline.remote.Slot;
import pipeline.remote.SlotOutput;
import pipeline.remote.SlotTrace;
import pipeline.remote.TransportException;
import pipeline.time.Scheduler;

/**
 * One attempt at a job on its host, also when the connection breaks: after a break the host is asked what the attempt
 * does, and what it printed meanwhile is read; what never started is sent again. Thread-safe.
 */
public final class RemoteAttempt {

    private final RunningAttempt running;
    private final RemoteHost host;
    private final AttemptEnvironment environment;
    private final Timeouts timeouts;
    private final Scheduler scheduler;
    private final Logger logger;
    private final ResumableOutput output;
    private final Runnable onBreak;
    private final CompletableFuture<ScriptEnd> end = new CompletableFuture<>();

    /**
     * Makes an attempt that has not begun.
     *
     * @param onBreak is called when the way to the host is lost while the job goes on there
     */
    RemoteAttempt(
            RunningAttempt running,
            RemoteHost host,
            SlotOutput output,
            AttemptEnvironment environment,
            Runnable onBreak) {
        this.onBreak = onBreak;
        this.running = running;
        this.host = host;
        this.environment = environment;
        this.timeouts = environment.timeouts();
        this.scheduler = environment.scheduler();
        this.logger = environment.logger();
        this.output = new ResumableOutput(output);
        running.exitCode().whenComplete((code, failure) -> {
            if (failure != null) {
                end.completeExceptionally(failure);
            }
        });
    }

    /** Makes the run of the same job once more, after the former one turned out to be gone; its output goes on. */
    RemoteAttempt(RemoteAttempt former) {
        this(former.running, former.host, former.output, former.environment, former.onBreak);
    }

    /**
     * Sends the job.
     *
     * @param script returns what is to be run, for a slot
     * @return how it ended; fails with {@link TransportException} if that is not to be known
     */
    CompletableFuture<ScriptEnd> send(Function<Slot, String> script) {
        send(script, running.slot());
        return end;
    }

    /** Reads on what a former owner has begun; what is gone or never started there is for the caller to send. */
    CompletableFuture<ScriptEnd> follow(AttemptRecovery.Found find) {
        running.began(Objects.requireNonNullElseGet(find.trace().started(), scheduler::nanos));
        follow(find.trace(), find.id(), new HostAbsence(scheduler, timeouts.absence()), end::complete);
        return end;
    }

    private void send(Function<Slot, String> script, Slot slot) {
        CompletableFuture<Integer> ended;
        running.began(scheduler.nanos());
        try {
            ended = slot.run(running.id(), script.apply(slot), output);
        } catch (RuntimeException e) {
            ended = CompletableFuture.failedFuture(e);
        }
        ended.whenComplete((code, failure) -> {
            TransportException broken = TransportException.in(failure);
            SlotTrace trace = slot.trace();
            if (failure == null) {
                end.complete(ScriptEnd.ended(code, null));
            } else if (broken == null || trace == null || end.isDone()) {
                end.completeExceptionally(failure);
            } else {
                if (broken.cause() != TransportException.Cause.SHELL_ENDED) {
                    logger.warn(
                            "{}; job {} goes on there and is picked up again",
                            broken.getMessage(),
                            running.job().number());
                    onBreak.run();
                }
                follow(
                        trace,
                        running.id(),
                        new HostAbsence(scheduler, timeouts.absence()),
                        found -> found(found, broken, script));
            }
        });
    }

    private void found(ScriptEnd found, TransportException broken, Function<Slot, String> script) {
        switch (found.state()) {
            case ENDED -> end.complete(found);
            case VANISHED, KILLED -> vanished(broken);
            case UNHEARD -> killed(broken, new OutputLostException(host.name()));
            case NEVER_STARTED -> sendAgain(broken, script);
        }
    }

    /** The runner of the job is gone: so is the job once all that carries its mark has been ended. */
    private void vanished(TransportException broken) {
        killed(
                broken,
                broken.cause() == TransportException.Cause.SHELL_ENDED
                        ? broken
                        : new TransportException(
                                TransportException.Cause.SHELL_ENDED,
                                host.name(),
                                "the job was there no more when the host was reached again"));
    }

    private void killed(TransportException broken, Exception why) {
        running.slot()
                .kill(timeouts.grace())
                .thenAccept(isCertain -> end.completeExceptionally(isCertain ? why : unknown(broken)));
    }

    /** Returns a failure after which the job may still run, or has never started: the shell that ended is not the job's. */
    private TransportException unknown(TransportException broken) {
        return broken.cause() == TransportException.Cause.SHELL_ENDED
                ? new TransportException(
                        TransportException.Cause.LOST, host.name(), "what became of the job cannot be asked", broken)
                : broken;
    }

    /** What a broken way swallowed has not been started, and cannot be any more: it takes nothing from the job's retries. */
    private void sendAgain(TransportException broken, Function<Slot, String> script) {
        if (running.cancelled() != null || running.isSentAgain()) {
            end.completeExceptionally(unknown(broken));
            return;
        }
        host.openSlot(running.owner()).whenComplete((slot, failure) -> {
            if (slot == null) {
                TransportException none = TransportException.in(failure);
                end.completeExceptionally(none == null ? failure : unknown(none));
            } else if (running.moveTo(slot)) {
                send(script, slot);
            } else {
                slot.close();
                end.completeExceptionally(broken);
            }
        });
    }

    private void follow(SlotTrace trace, String id, HostAbsence absence, Consumer<ScriptEnd> then) {
        long asked = scheduler.nanos();
        CompletableFuture<ScriptEnd> reading = host.follow(trace, id, output.fromTheBeginning());
        reading.whenComplete((found, failure) -> {
            TransportException broken = TransportException.in(failure);
            if (failure == null) {
                then.accept(found);
            } else if (end.isDone()) {
                logger.debug("job {} is no longer followed", running.job().number(), failure);
            } else if (broken == null || absence.isTooLong(broken, scheduler.since(asked))) {
                end.completeExceptionally(broken == null ? failure : unknown(broken));
            } else {
                onBreak.run();
                scheduler.after(absence.pause(), () -> follow(trace, id, absence, then));
            }
        });
        // what ends the run does not wait for the reading
        end.whenComplete((ok, failure) -> reading.cancel(false));
    }
}
