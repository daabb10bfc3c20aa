package pipeline.dispatch.attempt;

import org.apache.logging.log4j.Logger;
import pipeline.dispatch.rules.Timeouts;
import pipeline.time.Scheduler;

/**
 * What every attempt of a run waits and logs by.
 *
 * @param timeouts how long to wait for what may never come
 * @param logger of the recipe
 */
record AttemptEnvironment(Scheduler scheduler, Timeouts timeouts, Logger logger) {}
