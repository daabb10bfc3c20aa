package pipeline.dispatch;

import java.util.Set;

/**
 * What a worker leaves, since it pulls for other hosts.
 *
 * @param jobs how many are pending or reserved
 * @param hosts whose they are; of very many jobs those of the first ones
 */
public record LeftForOthers(long jobs, Set<String> hosts) {

    /** Nothing is left for anybody else. */
    public static final LeftForOthers NOTHING = new LeftForOthers(0, Set.of());

    public LeftForOthers {
        hosts = Set.copyOf(hosts);
    }
}
