package pipeline.report;

import java.util.Locale;
import pipeline.store.JobRow;
import pipeline.store.LeftPendingReason;

/** Where a job stands, in the words of a page. */
enum JobState {
    DONE,
    FAILED,
    PARKED,
    RUNNING,
    WAITING,
    IGNORED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static JobState of(JobRow.State state) {
        return switch (state.status()) {
            case SUCCESS -> DONE;
            case ERROR -> FAILED;
            case RESERVED -> RUNNING;
            case IGNORE -> IGNORED;
            case PENDING ->
                state.reason().isEmpty() || state.reason().startsWith(LeftPendingReason.PREFIX) ? WAITING : PARKED;
        };
    }
}
