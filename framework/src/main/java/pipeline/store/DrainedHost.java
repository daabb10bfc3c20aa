package pipeline.store;

import java.time.Instant;

/**
 * A host that gets no new jobs until it is undrained.
 *
 * @param jobName of the runs that it is meant for; empty for all
 * @param user who drained it
 * @param machine from where
 * @param reason empty if none was given
 * @param since by the store's clock
 */
public record DrainedHost(String host, String jobName, String user, String machine, String reason, Instant since) {

    /** Returns whether runs of a job name are meant. */
    public boolean isFor(String name) {
        return jobName.isEmpty() || jobName.equals(name);
    }

    /** Returns who drained it and why. */
    public String text() {
        return "drained by " + user + (reason.isEmpty() ? "" : ": " + reason);
    }
}
