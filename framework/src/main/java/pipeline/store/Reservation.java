package pipeline.store;

/**
 * The right to run a job and to say how it ended.
 *
 * @param job the job's id
 * @param number what makes it this reservation and no later one
 * @param attempt the number of the attempt that it allows, from 1
 */
public record Reservation(long job, long number, int attempt) {}
