package pipeline.dispatch;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a worker pulls from the job table.
 *
 * @param hosts only jobs of these machines, under any of their names; empty for those of any host
 * @param slots how many run at a time; at least 1
 * @param idleExit ends when nothing came for so long; empty for ending when nothing is left to pull
 * @param environment in which the values of secrets are found by their names
 */
public record PullOptions(Set<String> hosts, int slots, Optional<Duration> idleExit, Map<String, String> environment) {

    /** What a worker pulls that knows no secrets. */
    public PullOptions(Set<String> hosts, int slots, Optional<Duration> idleExit) {
        this(hosts, slots, idleExit, Map.of());
    }

    public PullOptions {
        hosts = Set.copyOf(hosts);
        environment = Map.copyOf(environment);
        if (slots < 1) {
            throw new IllegalArgumentException("slots must be at least 1, but was " + slots);
        }
        if (idleExit.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("idleExit must not be negative, but was " + idleExit.get());
        }
    }
}
