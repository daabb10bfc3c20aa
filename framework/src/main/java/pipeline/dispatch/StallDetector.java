package pipeline.dispatch;

/**
 * Notices that nothing moves although jobs have no outcome: no call may wait for what cannot come. Confined to the dispatcher's
 * loop.
 */
final class StallDetector {

    /** What goes from one place to another is nowhere for a moment; nothing is so long. */
    private static final int LOOKS = 3;

    private int looks;

    /**
     * Takes a look, which is due now and then; returns whether the run has stalled.
     *
     * @param hasJobs whether any job has no outcome
     * @param isMoving whether something is under way after which jobs may start or end
     */
    boolean look(boolean hasJobs, boolean isMoving) {
        looks = hasJobs && !isMoving ? looks + 1 : 0;
        if (looks < LOOKS) {
            return false;
        }
        looks = 0;
        return true;
    }
}
