package pipeline.dispatch;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.logging.log4j.Logger;
import pipeline.dispatch.attempt.JobRun;
import pipeline.dispatch.rules.Patience;
import pipeline.dispatch.rules.Stopping;
import pipeline.remote.TransportException;

/** What has been started and has no outcome yet. Confined to the dispatcher's loop. */
final class RunningJobs {

    private final Set<JobRun> running = new HashSet<>();
    private final Patience patience;
    private final Logger logger;

    RunningJobs(Patience patience, Logger logger) {
        this.patience = patience;
        this.logger = logger;
    }

    void add(JobRun run) {
        running.add(run);
    }

    /** Takes note that a job has its outcome; gives false if that is known. */
    boolean remove(JobRun run) {
        return running.remove(run);
    }

    boolean isEmpty() {
        return running.isEmpty();
    }

    List<JobRun> all() {
        return List.copyOf(running);
    }

    /** Gives of how many the program has ended, so that the outcome is on its way. */
    int ended() {
        return (int) running.stream().filter(run -> run.exitCode().isDone()).count();
    }

    /** Does with all of them what is wanted of those who stop. */
    void stop(Stopping how, String reason) {
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
            case END -> List.copyOf(running).forEach(run -> run.cancel(reason, patience.grace(), patience));
            case KILL -> List.copyOf(running).forEach(run -> run.cancel(reason, Duration.ZERO, patience));
        }
    }

    private static void letGo(JobRun run, String reason) {
        run.letGo(
                new TransportException(TransportException.Cause.LOST, run.job().host(), reason));
    }

    private static String word(Stopping how) {
        return switch (how) {
            case DRAIN -> "waiting for";
            case LEAVE -> "leaving behind";
            case END -> "ending";
            case KILL -> "killing";
        };
    }

    /** Takes out all that are left, one after the other. */
    void drain(Consumer<JobRun> each) {
        List.copyOf(running).forEach(each);
        running.clear();
    }
}
