package pipeline.dispatch.rules;

import org.jspecify.annotations.Nullable;
import pipeline.job.Failure;
import pipeline.job.FailureKind;

/** Makes the failures of attempts: the one place that gives them their kinds. What a kind means for the run, {@link FailureMeaning} says. */
public final class AttemptFailures {

    /** What {@code timeout} of the GNU core utilities gives too. */
    private static final int TIMEOUT_CODE = 124;

    private AttemptFailures() {}

    /**
     * The program failed.
     *
     * @param code null if it did not come as far as an exit code
     */
    public static Failure ofProgram(@Nullable Integer code, String message) {
        return new Failure(FailureKind.PROGRAM, code, message);
    }

    /** What comes before the program failed. */
    public static Failure ofSetup(String message) {
        return new Failure(FailureKind.SETUP, null, message);
    }

    /** The program ended well, but an output that it declares is not there. */
    public static Failure ofOutputs(int code, String message) {
        return new Failure(FailureKind.OUTPUT, code, message);
    }

    /** The program was ended, since it ran longer than it may. */
    public static Failure timedOut(String message) {
        return new Failure(FailureKind.TIMEOUT, TIMEOUT_CODE, message);
    }

    /** The process vanished, or what it said did. */
    public static Failure lost(String message) {
        return new Failure(FailureKind.LOST, null, message);
    }

    /**
     * The host is to blame, and not the program.
     *
     * @param code of the program; null if there is none
     */
    public static Failure ofHost(@Nullable Integer code, String message) {
        return new Failure(FailureKind.CONNECTION, code, message);
    }

    /** Somebody ended the job. */
    public static Failure cancelled(String message) {
        return new Failure(FailureKind.CANCELLED, null, message);
    }

    /** A fault of Pipeline itself. */
    public static Failure internal(String message) {
        return new Failure(FailureKind.INTERNAL, null, message);
    }

    /** The job shares the failure of another one, with which it was to end well. */
    public static Failure sharing(Failure other, String message) {
        return new Failure(other.kind(), null, message);
    }
}
