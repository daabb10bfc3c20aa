package pipeline.failure;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import pipeline.hostset.HostSet;

/** Jobs that failed for one cause, and one of them as an example. Not thread-safe. */
public final class FailureGroup {

    private final String cause;
    private final FailedJob example;
    private final Set<String> hosts = new LinkedHashSet<>();
    private long jobs;
    private boolean hasOneMessage = true;

    FailureGroup(String cause, FailedJob first) {
        this.cause = cause;
        this.example = first;
    }

    void add(FailedJob job) {
        jobs++;
        hosts.add(job.host());
        hasOneMessage &= withoutHost(job).equals(withoutHost(example));
    }

    /** Returns what the messages have in common, with … in place of what differs; the message itself if they are all the same. */
    public String cause() {
        return hasOneMessage ? withoutHost(example) : cause;
    }

    /** Where the host stands before the message, it is the group that names it. */
    static String withoutHost(FailedJob job) {
        String host = job.host() + ": ";
        return job.message().startsWith(host) ? job.message().substring(host.length()) : job.message();
    }

    /** Returns whether the messages differ, so that that of the example says more. */
    public boolean isMasked() {
        return !hasOneMessage;
    }

    /** Returns the message of the first of the jobs, without its host where it begins with it. */
    public String exampleMessage() {
        return withoutHost(example);
    }

    /** Returns the first of the jobs. */
    public FailedJob example() {
        return example;
    }

    public long jobs() {
        return jobs;
    }

    public Set<String> hosts() {
        return Collections.unmodifiableSet(hosts);
    }

    /** Returns the hosts as a host set with their number, such as {@code lce[001-003] (3 hosts)}. */
    public String hostSet() {
        return hosts.size() == 1 ? example.host() : "%s (%d hosts)".formatted(HostSet.folded(hosts), hosts.size());
    }
}
