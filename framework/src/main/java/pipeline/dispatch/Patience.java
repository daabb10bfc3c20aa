package pipeline.dispatch;

import java.time.Duration;

/**
 * How long a run waits for what may never come.
 *
 * @param grace for processes to end after TERM
 * @param records for log records to arrive after their job has ended
 * @param way for the way to a host and back
 * @param absence for a host on which a job runs to be reached again
 */
record Patience(Duration grace, Duration records, Duration way, Duration absence) {

    static final Patience DEFAULT = new Patience(
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(5), DispatchSettings.DEFAULT_ABSENCE);

    /** Gives the same patience but with hosts that are away. */
    Patience waitingFor(Duration hostsThatAreAway) {
        return new Patience(grace, records, way, hostsThatAreAway);
    }

    /** Gives how long the end of a job may take that was told to end, as far as its host still answers. */
    Duration kill() {
        return grace.plus(way);
    }

    /** Gives how long the outcome of a job may take that was told to end. */
    Duration close() {
        return kill().plus(records).plus(way);
    }
}
