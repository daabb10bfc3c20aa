package pipeline.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pipeline.job.Failure;

/**
 * What became of a reservation. It counts only while the reservation holds.
 *
 * @param run when, how long and with which output files the job ran; null if it was not started
 */
public record Finish(
        Reservation reservation, How how, @Nullable Run run) {

    public Finish {
        Objects.requireNonNull(reservation, "reservation is null");
        Objects.requireNonNull(how, "how is null");
    }

    /** The ways in which a reservation ends. */
    public sealed interface How {}

    /**
     * The job succeeded.
     *
     * @param result JSON; null if it returned nothing
     * @param outputs what its declared outputs are like, as JSON; null where that is not known
     */
    public record Succeeded(
            @Nullable String result, @Nullable String outputs) implements How {
        public Succeeded(@Nullable String result) {
            this(result, null);
        }
    }

    /**
     * The job failed.
     *
     * @param stack whole, such as a stack trace or the end of standard error; null if there is none
     */
    public record Failed(Failure failure, @Nullable String stack) implements How {}

    /**
     * The job said that its item is to be left out.
     *
     * @param exitCode that of its program
     * @param reason stands in the table
     */
    public record Skipped(int exitCode, String reason) implements How {}

    /** The job failed, and is pending again for its next attempt after a pause. */
    public record Again(Failure failure, @Nullable String stack, Duration pause) implements How {}

    /**
     * The job is pending again, through no fault of its own.
     *
     * @param reason stands in the table; empty if there is nothing to say
     */
    public record Released(String reason) implements How {}

    /**
     * The job is pending again, and nobody knows how the attempt ended, or whether it has; its host may be asked.
     *
     * @param reason stands in the table
     */
    public record Lost(String reason) implements How {}

    /**
     * One run of a job.
     *
     * @param started when it began on the host, by the clock of its runner; null if it is not known to have begun
     * @param stdout the file that holds what the job printed; null if it printed nothing
     * @param stderr the same for standard error
     */
    public record Run(
            @Nullable Instant started,
            Duration duration,
            @Nullable Path stdout,
            @Nullable Path stderr) {}
}
