package pipeline.cli.summary;

import java.time.Duration;
import java.util.List;
import pipeline.job.Outcome;

/**
 * What became of the jobs of a run by one moment.
 *
 * @param rate how many jobs ended in a second, of those that ran in this run
 * @param unsuccessful what did not succeed, as it came in
 * @param stragglers those that took far longer than others of their program, the longest first
 */
public record TallyView(
        RunCounts counts, Duration elapsed, double rate, List<Outcome> unsuccessful, List<Straggler> stragglers) {

    public TallyView {
        unsuccessful = List.copyOf(unsuccessful);
        stragglers = List.copyOf(stragglers);
    }
}
