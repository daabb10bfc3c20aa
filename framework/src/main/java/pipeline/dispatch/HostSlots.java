package pipeline.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import pipeline.remote.RemoteHost;
import pipeline.remote.Slot;

/** The slots of one host name: open ones that are idle, those on their way, and the jobs that wait for them. */
final class HostSlots {

    private final RemoteHost host;
    private final Deque<Slot> idle = new ArrayDeque<>();
    private final Deque<PlacedJob> waitingForSlot = new ArrayDeque<>();
    private int open;
    private int opening;
    private int most = Integer.MAX_VALUE;

    HostSlots(RemoteHost host) {
        this.host = host;
    }

    RemoteHost host() {
        return host;
    }

    /** Tells whether another job could be given a slot, now or as soon as one more has opened. */
    boolean hasRoom() {
        return !idle.isEmpty() || open + opening < most;
    }

    /** Gives an idle slot that is still open; null if there is none. */
    @Nullable
    Slot takeIdle() {
        for (Slot slot = idle.poll(); slot != null; slot = idle.poll()) {
            if (slot.isOpen()) {
                return slot;
            }
            open--;
        }
        return null;
    }

    /** Lets a job wait for a slot that is now being opened. */
    void openFor(PlacedJob job) {
        opening++;
        waitingForSlot.add(job);
    }

    /** A slot has opened: gives the job that takes it; null if none waits any more. */
    @Nullable
    PlacedJob opened() {
        opening--;
        open++;
        return waitingForSlot.poll();
    }

    /** A slot could not be opened. */
    void failed() {
        opening--;
    }

    /** Tells whether nothing leads to the host: no slot is open and none is on its way. */
    boolean isCutOff() {
        return open == 0 && opening == 0;
    }

    /** Gives a job that waits for a slot that will not come, the last one first; null if there is none. */
    @Nullable
    PlacedJob withoutSlot() {
        if (waitingForSlot.size() <= opening) {
            return null;
        }
        most = Math.max(1, open + opening);
        return waitingForSlot.pollLast();
    }

    /** Takes back a slot whose job has ended; one that is gone makes room for another. */
    void release(Slot slot) {
        if (slot.isOpen()) {
            idle.add(slot);
        } else {
            open--;
            most = Integer.MAX_VALUE;
        }
    }

    /** Keeps a slot that opened when nothing waited for it any more. */
    void keep(Slot slot) {
        idle.add(slot);
    }

    /** Forgets what was learned about how many slots the host allows. */
    void reset() {
        most = Integer.MAX_VALUE;
    }

    void close() {
        idle.forEach(Slot::close);
        idle.clear();
    }
}
