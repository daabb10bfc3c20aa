package pipeline.cli.overview;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import pipeline.failure.FailureGroups;

/**
 * What is going on in one run.
 *
 * @param hosts in the natural order of their names
 * @param running the jobs that run, those that run longest first
 * @param failures those that failed, folded
 * @param parked those that wait for their hosts, folded
 * @param leftOut those that are left out, by people or by what they said themselves, folded
 * @param left those that a run left undone since somebody or something ended it, folded
 */
public record RunDetails(
        List<HostOverview> hosts,
        List<RunningJob> running,
        FailureGroups failures,
        FailureGroups parked,
        FailureGroups leftOut,
        FailureGroups left) {

    /** Returns how long the rest of the run will take if it goes on like this; empty if that cannot be known, or nothing goes on. */
    public Optional<Duration> remaining(RunOverview run) {
        return run.remaining(hosts);
    }
}
