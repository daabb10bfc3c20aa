package pipeline.job.lifecycle;

import java.util.Locale;
import java.util.Optional;

/** Where a job stands in the job table. There is no sixth: a parked job is pending with a reason. */
public enum JobStatus {
    /** Waits for its turn. */
    PENDING,
    /** Somebody runs it. */
    RESERVED,
    /** Ran and succeeded. */
    SUCCESS,
    /** Ran and failed. */
    ERROR,
    /** Is left out: somebody wants it so, or the job itself ran and said so. */
    IGNORE;

    /** Returns the status as it stands in the table: the constant in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the status that a word of the table names; empty if it names none. */
    public static Optional<JobStatus> of(String word) {
        for (JobStatus status : values()) {
            if (status.word().equals(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    /** Returns whether a job of this status has ended, or is to be left out. */
    public boolean isOver() {
        return switch (this) {
            case SUCCESS, ERROR, IGNORE -> true;
            case PENDING, RESERVED -> false;
        };
    }
}
