package pipeline.dispatch.queue;

import java.util.HashMap;
import java.util.Map;
import pipeline.dispatch.rules.Capacity;
import pipeline.job.ResourceRequest;

/** What the jobs that run on one machine have taken of it. Confined to the dispatcher's loop. */
public final class ResourceUsage {

    private final Map<String, Integer> counts = new HashMap<>();
    private long cores;
    private long memory;

    /** Returns how many jobs with a need may start now; all that it needs must be known. */
    int room(ResourceRequest need, Capacity capacity) {
        long room = Integer.MAX_VALUE;
        if (need.cores() > 0) {
            room = Math.min(room, (capacity.cores().orElse(0) - cores) / need.cores());
        }
        if (need.memory() > 0) {
            room = Math.min(room, (capacity.memory().orElse(0) - memory) / need.memory());
        }
        for (Map.Entry<String, Integer> limit : need.limits().entrySet()) {
            room = Math.min(room, limit.getValue() - counts.getOrDefault(limit.getKey(), 0));
        }
        return (int) Math.max(0, room);
    }

    void take(ResourceRequest need) {
        change(need, 1);
    }

    void giveBack(ResourceRequest need) {
        change(need, -1);
    }

    private void change(ResourceRequest need, int sign) {
        if (need.isNothing()) {
            return;
        }
        cores += (long) sign * need.cores();
        memory += sign * need.memory();
        need.limits().keySet().forEach(name -> counts.merge(name, sign, (a, b) -> a + b == 0 ? null : a + b));
    }
}
