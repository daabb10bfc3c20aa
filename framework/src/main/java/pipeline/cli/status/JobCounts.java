package pipeline.cli.status;

/**
 * How many jobs stand where.
 *
 * @param parked those that wait for a host that cannot be reached or is drained
 * @param running those that somebody has sent to their hosts
 * @param waiting those whose turn has not come
 * @param ignored those that are to be left out
 */
record JobCounts(long done, long failed, long parked, long running, long waiting, long ignored) {

    static final JobCounts NONE = new JobCounts(0, 0, 0, 0, 0, 0);

    long total() {
        return done + failed + parked + running + waiting + ignored;
    }

    /** Returns how many have not ended. */
    long left() {
        return parked + running + waiting;
    }

    /** Returns how much of all has ended, in percent, rounded down. */
    long percent() {
        return total() == 0 ? 100 : (done + failed + ignored) * 100 / total();
    }

    JobCounts plus(JobCounts other) {
        return new JobCounts(
                done + other.done,
                failed + other.failed,
                parked + other.parked,
                running + other.running,
                waiting + other.waiting,
                ignored + other.ignored);
    }
}
