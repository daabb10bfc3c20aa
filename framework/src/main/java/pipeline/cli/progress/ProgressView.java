package pipeline.cli.progress;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import pipeline.cli.overview.RemainingTime;
import pipeline.dispatch.AwayHost;

/**
 * How far a run is at one moment.
 *
 * @param steps in the order in which they began
 * @param hosts in the natural order of their names
 * @param away hosts that get no jobs for now
 * @param sinceLastEnd how long no job has ended
 */
record ProgressView(
        List<StepView> steps, List<Host> hosts, List<AwayHost> away, Duration elapsed, Duration sinceLastEnd) {

    /**
     * The jobs of one call of {@code scheduleJobs}.
     *
     * @param left those that ended without having run: parked, left out by people, or not started
     * @param skipped those that ran and left their item out
     * @param rate how many jobs ended in a second, of those that ran
     * @param hosts what is still to do on each host
     */
    record StepView(
            String name,
            int total,
            int done,
            int failed,
            int left,
            int skipped,
            int running,
            double rate,
            List<RemainingTime.HostJobs> hosts) {

        int ended() {
            return done + failed + left + skipped;
        }

        boolean isOver() {
            return ended() >= total;
        }

        int percent() {
            return total == 0 ? 100 : (int) (100L * ended() / total);
        }

        /** Returns how long the rest takes if it goes on like this; empty if that cannot be known. */
        Optional<Duration> remaining() {
            return RemainingTime.of(total - ended(), rate, hosts);
        }
    }

    /**
     * A job that runs.
     *
     * @param number in the job table
     * @param described program, label and host
     * @param age how long it runs
     */
    record Job(long number, String described, Duration age) {}

    /**
     * What the run does on one host.
     *
     * @param longest the label of the job that runs longest; empty if none runs
     * @param age how long that one runs
     */
    record Host(
            String name,
            int total,
            int done,
            int failed,
            int left,
            int skipped,
            int running,
            String longest,
            Duration age) {}
}
