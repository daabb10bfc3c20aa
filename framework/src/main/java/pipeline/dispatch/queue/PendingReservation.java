package pipeline.dispatch.queue;

import org.jspecify.annotations.Nullable;
import pipeline.remote.Slot;

/** A job that waits for its reservation, with a place and a slot or before there are any. Confined to the dispatcher's loop. */
public final class PendingReservation {

    private final MachineQueue machine;
    private final HostSlots host;
    private final QueuedJob job;
    private final @Nullable Slot slot;
    private boolean isGivenUp;

    /**
     * Makes one.
     *
     * @param slot is the job's, with a place; null if it waits for both after it is reserved
     */
    public PendingReservation(MachineQueue machine, HostSlots host, QueuedJob job, @Nullable Slot slot) {
        this.machine = machine;
        this.host = host;
        this.job = job;
        this.slot = slot;
    }

    public QueuedJob job() {
        return job;
    }

    public MachineQueue machine() {
        return machine;
    }

    public HostSlots host() {
        return host;
    }

    /** Returns how the job starts now that it is reserved; null if it has no slot, or one that is gone. */
    public MachineQueue.@Nullable Start start(QueuedJob reserved) {
        return slot == null || !slot.isOpen() ? null : new MachineQueue.Start(reserved, slot, host);
    }

    /** Returns place and slot back, where it has them. */
    public void giveBack() {
        if (slot != null) {
            machine.release(host, slot, job);
        } else {
            host.earlyAnswered();
        }
    }

    /** Notes that the job has its outcome, which no answer changes; returns false if that is known. */
    public boolean giveUp() {
        boolean isNews = !isGivenUp;
        isGivenUp = true;
        return isNews;
    }

    public boolean isGivenUp() {
        return isGivenUp;
    }
}
