package pipeline.store;

/** A job that was pulled from the table, with the right to run it. */
public record ClaimedJob(JobRow row, Reservation reservation) {}
