package pipeline.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.RunningAttempt;
import pipeline.dispatch.gang.GangSession;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.job.Outcome;

/** The attempts of one start of a gang: which of them have ended, and with whom the end of all began. Confined to the dispatcher's loop. */
final class RunningGang {

    private final GangSession session;
    private final int size;
    private final List<RunningAttempt> members = new ArrayList<>();
    private final Map<RunningAttempt, Outcome> ends = new LinkedHashMap<>();
    private @Nullable RunningAttempt culprit;
    private String reason = "";

    RunningGang(String name, int size) {
        this.size = size;
        this.session = new GangSession(name, size);
    }

    GangSession session() {
        return session;
    }

    void add(RunningAttempt attempt) {
        members.add(attempt);
    }

    List<RunningAttempt> members() {
        return members;
    }

    /** Notes how one ended; returns whether all have. */
    boolean ended(RunningAttempt attempt, Outcome outcome) {
        ends.put(attempt, outcome);
        return ends.size() == size;
    }

    Outcome end(RunningAttempt attempt) {
        Outcome end = ends.get(attempt);
        if (end == null) {
            throw new IllegalStateException("the attempt has not ended");
        }
        return end;
    }

    /** Notes the first that did not end well, because of whom the others are ended; returns false if it is not the first. */
    boolean blame(RunningAttempt attempt, String why) {
        if (culprit != null) {
            return false;
        }
        culprit = attempt;
        QueuedJob job = attempt.job();
        reason = "%s (job %d on %s) %s, so all of the gang were ended"
                .formatted(job.job().gang().orElseThrow().described(), job.number(), job.host(), why);
        return true;
    }

    /** Returns the first that did not end well; null if there is none. */
    @Nullable
    RunningAttempt culprit() {
        return culprit;
    }

    /** Returns why the others are ended. */
    String reason() {
        return reason;
    }
}
