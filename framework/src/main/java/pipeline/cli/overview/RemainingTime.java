package pipeline.cli.overview;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** How long the jobs take that are still to do: as long as they need at the rate so far, and as long as the slowest host needs for its own. */
public final class RemainingTime {

    /** Of a job that runs so much is still to do, on average. */
    private static final double PART_OF_RUNNING = 0.5;

    /**
     * The jobs of one host that are still to do.
     *
     * @param waiting those that have not started
     * @param running those that run
     * @param seconds how long one takes there; 0 if that is not known
     */
    public record HostJobs(long waiting, long running, double seconds) {

        /** What is still to do goes on in as many slots as are busy now; a host without a busy slot is one of which nobody knows. */
        private double left() {
            return running == 0 ? 0 : (waiting + PART_OF_RUNNING * running) * seconds / running;
        }
    }

    private RemainingTime() {}

    /**
     * Estimates it.
     *
     * @param left how many jobs have not ended
     * @param rate how many jobs ended in a second
     * @return empty if nothing is left, or no job has ended yet
     */
    public static Optional<Duration> of(long left, double rate, Collection<HostJobs> hosts) {
        if (left <= 0 || rate <= 0) {
            return Optional.empty();
        }
        double slowest = hosts.stream().mapToDouble(HostJobs::left).max().orElse(0);
        return Optional.of(Duration.ofMillis(Math.round(Math.max(left / rate, slowest) * 1000)));
    }
}
