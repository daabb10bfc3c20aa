package pipeline.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The throttle of one machine: jobs wait in order, and each starts only when fewer run there than its call allows, all
 * calls counted together. A job never overtakes the one before it, so none starves. Confined to the dispatcher's loop.
 */
final class MachineQueue {

    private final Deque<PlacedJob> waiting = new ArrayDeque<>();
    private int places;

    void add(PlacedJob job) {
        waiting.add(job);
    }

    /** Gives the job whose turn it is; null if none waits or the machine is full. */
    @Nullable
    PlacedJob next() {
        PlacedJob job = waiting.peek();
        return job != null && places < job.call().maxPerNode() ? job : null;
    }

    /** Takes the job that {@link #next()} gave out of the queue, and a place for it. */
    void take() {
        waiting.remove();
        places++;
    }

    /** Gives back the place of a job that has ended. */
    void release() {
        places--;
    }

    /** Puts a job that had a place but no slot back to the front. */
    void putBack(PlacedJob job) {
        places--;
        waiting.addFirst(job);
    }

    /** Takes out all waiting jobs of a host name. */
    List<PlacedJob> drain(String host) {
        List<PlacedJob> drained = new ArrayList<>();
        for (Iterator<PlacedJob> jobs = waiting.iterator(); jobs.hasNext(); ) {
            PlacedJob job = jobs.next();
            if (job.host().equals(host)) {
                jobs.remove();
                drained.add(job);
            }
        }
        return drained;
    }

    /** Takes out all waiting jobs. */
    List<PlacedJob> drain() {
        List<PlacedJob> drained = List.copyOf(waiting);
        waiting.clear();
        return drained;
    }
}
