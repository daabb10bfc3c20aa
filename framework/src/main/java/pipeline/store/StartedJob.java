package pipeline.store;

import pipeline.job.ComputeJob;

/**
 * A job that was started at least once.
 *
 * @param id its number in the table
 * @param member who started it last
 */
public record StartedJob(long id, ComputeJob job, long member) {}
