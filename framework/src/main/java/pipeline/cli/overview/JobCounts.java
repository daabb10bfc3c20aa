package pipeline.cli.overview;

/**
 * How many jobs stand where.
 *
 * @param parked those that wait for a host that cannot be reached or is drained
 * @param running those that somebody has sent to their hosts
 * @param waiting those whose turn has not come
 * @param ignored those that are to be left out
 */
public record JobCounts(long done, long failed, long parked, long running, long waiting, long ignored) {

    static final JobCounts NONE = new JobCounts(0, 0, 0, 0, 0, 0);

    public long total() {
        return done + failed + parked + running + waiting + ignored;
    }

    /** Returns how many have not ended. */
    public long left() {
        return parked + running + waiting;
    }

    /** Returns how much of all has ended, in percent, rounded down. */
    public long percent() {
        return total() == 0 ? 100 : (done + failed + ignored) * 100 / total();
    }

    public JobCounts plus(JobCounts other) {
        return new JobCounts(
                done + other.done,
                failed + other.failed,
                parked + other.parked,
                running + other.running,
                waiting + other.waiting,
                ignored + other.ignored);
    }
}
