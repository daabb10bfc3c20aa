package pipeline.failure;

/** Separates the first failures of each cause from those that only repeat them. Thread-safe. */
public final class FirstFailures {

    /** Whether a failure is worth a line of its own. */
    public enum Place {
        FIRST,
        /** It is the first one that is not worth it. */
        FIRST_REPEATED,
        REPEATED
    }

    private final long most;
    private final FailureGroups groups = new FailureGroups();

    /**
     * Knows no failure yet.
     *
     * @param most so many failures of one cause are no repetition, at least 1
     */
    public FirstFailures(long most) {
        this.most = most;
    }

    /** Adds a failure and returns where it stands among those of its cause. */
    public synchronized Place add(FailedJob job) {
        long known = groups.add(job).jobs();
        return known <= most ? Place.FIRST : known == most + 1 ? Place.FIRST_REPEATED : Place.REPEATED;
    }
}
