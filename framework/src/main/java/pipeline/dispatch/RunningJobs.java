package pipeline.dispatch;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.logging.log4j.Logger;
import pipeline.dispatch.attempt.RunningAttempt;
import pipeline.dispatch.rules.StopMode;
import pipeline.dispatch.rules.Timeouts;
import pipeline.remote.TransportException;

/** What has been started and has no outcome yet. Confined to the dispatcher's loop. */
final class RunningJobs {

    private final Set<RunningAttempt> running = new HashSet<>();
    private final Timeouts timeouts;
    private final Logger logger;

    RunningJobs(Timeouts timeouts, Logger logger) {
        this.timeouts = timeouts;
        this.logger = logger;
    }

    void add(RunningAttempt run) {
        running.add(run);
    }

    /** Notes that a job has its outcome; returns false if that is known. */
    boolean remove(RunningAttempt run) {
        return running.remove(run);
    }

    boolean isEmpty() {
        return running.isEmpty();
    }

    List<RunningAttempt> all() {
        return List.copyOf(running);
    }

    /** Returns of how many the program has ended, so that the outcome is on its way. */
    int ended() {
        return (int) running.stream().filter(run -> run.exitCode().isDone()).count();
    }

    /** Does with all of them what is wanted of those who stop. */
    void stop(StopMode how, String reason) {
        long unfinished =
                running.stream().filter(run -> !run.exitCode().isDone()).count();
        if (unfinished > 0) {
            logger.warn("{}: {} {} running jobs", reason, word(how), unfinished);
        }
        switch (how) {
            case DRAIN -> {
                // their ends come by themselves
            }
            case LEAVE -> List.copyOf(running).forEach(run -> letGo(run, reason));
            case END -> List.copyOf(running).forEach(run -> run.cancel(reason, timeouts.grace(), timeouts));
            case KILL -> List.copyOf(running).forEach(run -> run.cancel(reason, Duration.ZERO, timeouts));
        }
    }

    private static void letGo(RunningAttempt run, String reason) {
        run.letGo(
                new TransportException(TransportException.Cause.LOST, run.job().host(), reason));
    }

    private static String word(StopMode how) {
        return switch (how) {
            case DRAIN -> "waiting for";
            case LEAVE -> "leaving behind";
            case END -> "ending";
            case KILL -> "killing";
        };
    }

    /** Takes out all that are left, one after the other. */
    void drain(Consumer<RunningAttempt> each) {
        List.copyOf(running).forEach(each);
        running.clear();
    }
}
