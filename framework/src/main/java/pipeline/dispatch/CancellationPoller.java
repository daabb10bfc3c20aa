package pipeline.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.RunningAttempt;

/**
 * Finds attempts whose jobs somebody has cancelled in the job table, which is asked now and then. Confined to the dispatcher's
 * loop.
 */
final class CancellationPoller {

    /** How often the table is to be asked: how long a job goes on at most before its end begins. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    static final String REASON = "cancelled";

    private List<RunningAttempt> asked = List.of();

    /**
     * Returns the numbers of the jobs that the table is to be asked about; empty if there are none, or its last answer has not
     * come: a table that is waited for must not be asked more and more meanwhile.
     */
    List<Long> ask(List<RunningAttempt> running) {
        if (!asked.isEmpty()) {
            return List.of();
        }
        asked = List.copyOf(running);
        return asked.stream().map(run -> run.job().number()).toList();
    }

    /**
     * Takes the answer; returns the attempts that are to end.
     *
     * @param cancelled null if the table cannot be used, which is found out and said by what is written to it
     */
    List<RunningAttempt> answered(@Nullable Set<Long> cancelled) {
        List<RunningAttempt> ended = cancelled == null
                ? List.of()
                : asked.stream()
                        .filter(run -> cancelled.contains(run.job().number()))
                        .toList();
        asked = List.of();
        return ended;
    }
}
