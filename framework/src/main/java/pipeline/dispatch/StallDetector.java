package pipeline.dispatch;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import pipeline.dispatch.enqueue.EnqueuedJob;
import pipeline.dispatch.queue.JobBatch;
import pipeline.dispatch.queue.QueuedJob;

/**
 * Notices that jobs have no outcome although nothing is under way that could bring one: no call may wait for what cannot come.
 * Confined to the dispatcher's loop.
 */
final class StallDetector {

    /** What goes from one place to another is nowhere for a moment; nothing is so long. */
    private static final int LOOKS = 3;

    private final BooleanSupplier isMoving;
    private final Consumer<List<QueuedJob>> stuck;
    private final IdentityHashMap<JobBatch, List<QueuedJob>> calls = new IdentityHashMap<>();
    private int looks;

    /**
     * Makes one that watches nothing.
     *
     * @param isMoving tells whether something is under way after which jobs may start or end
     * @param stuck takes the jobs that will have no outcome by themselves
     */
    StallDetector(BooleanSupplier isMoving, Consumer<List<QueuedJob>> stuck) {
        this.isMoving = isMoving;
        this.stuck = stuck;
    }

    /** Watches jobs until all of their call have an outcome. */
    void watch(List<EnqueuedJob> entries) {
        entries.forEach(entry -> calls.computeIfAbsent(entry.job().call(), call -> new ArrayList<>())
                .add(entry.job()));
    }

    /** Gives the jobs that have no outcome yet. */
    List<QueuedJob> open() {
        return calls.values().stream()
                .flatMap(List::stream)
                .filter(job -> job.call().isOpen(job.index()))
                .toList();
    }

    /** Looks whether anything moves; due now and then. */
    void look() {
        calls.keySet().removeIf(call -> call.open() == 0);
        if (calls.isEmpty() || isMoving.getAsBoolean()) {
            looks = 0;
            return;
        }
        looks++;
        if (looks >= LOOKS) {
            looks = 0;
            stuck.accept(open());
        }
    }
}
