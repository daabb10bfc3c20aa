package pipeline.dispatch;

import java.util.Set;

/**
 * What a worker leaves, since it pulls for other hosts.
 *
 * @param jobs how many are pending or reserved
 * @param hosts whose they are; of very many jobs those of the first ones
 */
public record JobsForOtherHosts(long jobs, Set<String> hosts) {

    /** Nothing is left for anybody else. */
    public static final JobsForOtherHosts NOTHING = new JobsForOtherHosts(0, Set.of());

    public JobsForOtherHosts {
        hosts = Set.copyOf(hosts);
    }
}
