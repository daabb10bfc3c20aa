package pipeline.cli.summary;

import pipeline.dispatch.rules.FailureMeaning;
import pipeline.job.Outcome;

/** To which end a job came, as it is shown; the order is that in which they are shown. */
enum JobEnd {
    DONE("succeeded"),
    FAILED("failed"),
    /** It ran when the run was ended, and did not end by itself: the table has it as pending. */
    INTERRUPTED("interrupted, not failed: the next start runs them again"),
    PARKED("parked, not failed: they wait for their hosts"),
    SKIPPED("skipped, no failure: they left their items out"),
    IGNORED("left out"),
    NOT_STARTED("not started");

    /** How the message begins when somebody ended one job on purpose, which is another thing than the end of the run. */
    private static final String CANCELLED = "cancelled";

    private final String words;

    JobEnd(String words) {
        this.words = words;
    }

    static JobEnd of(Outcome outcome) {
        return switch (outcome.state()) {
            case SUCCEEDED -> DONE;
            case FAILED -> isInterrupted(outcome) ? INTERRUPTED : FAILED;
            case PARKED -> PARKED;
            case IGNORED -> IGNORED;
            case SKIPPED -> SKIPPED;
            case NOT_STARTED -> NOT_STARTED;
        };
    }

    private static boolean isInterrupted(Outcome outcome) {
        return FailureMeaning.isStopped(outcome) && !outcome.message().startsWith(CANCELLED);
    }

    /** Returns what is said of jobs with this end, behind their number. */
    String words() {
        return words;
    }
}
