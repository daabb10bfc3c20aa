package pipeline.dispatch;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import pipeline.dispatch.queue.JobsInRun;
import pipeline.dispatch.queue.QueuedJob;

/**
 * Notices that jobs have no outcome although nothing is under way that could bring one: no call may wait for what cannot come.
 * Confined to the dispatcher's loop.
 */
final class StallDetector {

    /** What goes from one place to another is nowhere for a moment; nothing is so long. */
    private static final int LOOKS = 3;

    private final JobsInRun jobs;
    private final BooleanSupplier isMoving;
    private final Consumer<List<QueuedJob>> stuck;
    private int looks;

    /**
     * Makes one that watches nothing.
     *
     * @param isMoving tells whether something is under way after which jobs may start or end
     * @param stuck takes the jobs that will have no outcome by themselves
     */
    StallDetector(JobsInRun jobs, BooleanSupplier isMoving, Consumer<List<QueuedJob>> stuck) {
        this.jobs = jobs;
        this.isMoving = isMoving;
        this.stuck = stuck;
    }

    /** Looks whether anything moves; due now and then. */
    void look() {
        if (jobs.isEmpty() || isMoving.getAsBoolean()) {
            looks = 0;
            return;
        }
        looks++;
        if (looks >= LOOKS) {
            looks = 0;
            stuck.accept(jobs.unfinished());
        }
    }
}
