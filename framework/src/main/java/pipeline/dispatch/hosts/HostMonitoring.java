package pipeline.dispatch.hosts;

import java.util.random.RandomGenerator;
import org.apache.logging.log4j.Logger;
import pipeline.dispatch.rules.HealthPolicy;

/**
 * How hosts are watched.
 *
 * @param logger takes which hosts are set aside and which come back
 * @param random spreads the moments at which hosts are asked again
 */
public record HostMonitoring(HealthPolicy policy, Logger logger, RandomGenerator random) {}
