package pipeline.cli.summary;

/**
 * A job that took far longer than others of its program.
 *
 * @param number in the job table
 * @param described program, label and host
 * @param seconds how long it took
 * @param timesMedian how many times as long as half of the jobs of its program
 */
record Straggler(long number, String described, double seconds, double timesMedian) {}
