package pipeline.dispatch.attempt;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.logging.log4j.Logger;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.remote.RemoteHost;
import pipeline.remote.ScriptEnd;
import pipeline.remote.Slot;
import pipeline.remote.TransportException;

/** Picks up what is left on a host of an attempt of which the table has no end, or makes it anew where that is no use. */
final class AttemptResumption {

    /**
     * What is known of the attempt.
     *
     * @param find where its host keeps what became of it
     */
    record LostRun(RunningAttempt run, AttemptRecovery.Found find, JobOutput output, AttemptLog log) {}

    private final LostRun lost;
    private final RemoteHost host;
    private final NodeSettings node;
    private final Duration grace;
    private final Logger logger;

    /**
     * Makes it.
     *
     * @param node what holds for the job on its host
     * @param grace for processes that are ended
     */
    AttemptResumption(LostRun lost, RemoteHost host, NodeSettings node, Duration grace, Logger logger) {
        this.lost = lost;
        this.host = host;
        this.node = node;
        this.grace = grace;
        this.logger = logger;
    }

    /**
     * Follows the attempt to its end.
     *
     * @param remote has sent nothing yet
     * @param script returns what is to be run if it is made anew, for a slot
     */
    CompletableFuture<ScriptEnd> start(RemoteAttempt remote, Function<Slot, String> script) {
        AttemptRecovery.Found find = lost.find();
        lost.log().inherits(find);
        QueuedJob job = lost.run().job();
        lost.run().killBy(within -> host.kill(find.trace(), within));
        if (!find.isSameWork()) {
            logger.warn(
                    "job {} ({} on {}) was started before to do something else; that attempt is ended, and the job runs again",
                    job.number(),
                    job.job().program(),
                    job.host());
            return endAndSend(remote, script, false);
        }
        logger.info(
                "job {} ({} on {}) was started before; asking its host for it",
                job.number(),
                job.job().program(),
                job.host());
        return remote.follow(find).thenCompose(end -> {
            if (end.state() != ScriptEnd.State.ENDED) {
                return endAndSend(remote, script, end.state() == ScriptEnd.State.VANISHED);
            }
            // it may have ended long ago
            return lost.output().saysDone()
                    ? ifStillDone(end, () -> endAndSend(remote, script, false))
                    : CompletableFuture.completedFuture(end);
        });
    }

    /**
     * Ends what is left of the attempt before the job is run again.
     *
     * @param mayBeDone whether it may have ended unseen: its runner was killed before it could note that
     */
    private CompletableFuture<ScriptEnd> endAndSend(
            RemoteAttempt remote, Function<Slot, String> script, boolean mayBeDone) {
        return host.kill(lost.find().trace(), grace).thenCompose(isCertain -> {
            lost.run().killBy(null);
            Supplier<CompletableFuture<ScriptEnd>> anew = () -> {
                lost.log().startsAnew();
                lost.output().startsAnew();
                return isCertain ? send(remote, script) : CompletableFuture.failedFuture(silent());
            };
            return isCertain && mayBeDone && lost.output().saysDone()
                    ? ifStillDone(ScriptEnd.ended(0, null), anew)
                    : anew.get();
        });
    }

    /** Returns an end if the declared outputs are still those that the job left. */
    private CompletableFuture<ScriptEnd> ifStillDone(ScriptEnd end, Supplier<CompletableFuture<ScriptEnd>> otherwise) {
        QueuedJob job = lost.run().job();
        return host.ask(OutputCheck.again(job.job(), node)).thenCompose(finding -> {
            if (lost.output().report(finding)) {
                return CompletableFuture.completedFuture(end);
            }
            logger.warn(
                    "job {} ({} on {}) had ended, but its outputs have changed since; it runs again",
                    job.number(),
                    job.job().program(),
                    job.host());
            return otherwise.get();
        });
    }

    private CompletableFuture<ScriptEnd> send(RemoteAttempt remote, Function<Slot, String> script) {
        String cancelled = lost.run().cancelled();
        return cancelled == null
                ? new RemoteAttempt(remote).send(script)
                : CompletableFuture.failedFuture(new RunningAttempt.CancelledException(cancelled));
    }

    private TransportException silent() {
        return new TransportException(TransportException.Cause.LOST, host.name(), "the host does not answer any more");
    }
}
