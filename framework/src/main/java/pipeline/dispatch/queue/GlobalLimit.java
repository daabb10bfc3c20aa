package pipeline.dispatch.queue;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs run at a time in the whole run. The machines that could start one take turns, so that none starves. Confined to
 * the dispatcher's loop.
 */
public final class GlobalLimit {

    private final int most;
    private final Set<MachineQueue> turns = new LinkedHashSet<>();
    private int running;
    private int held;

    public GlobalLimit(OptionalInt most) {
        this.most = most.orElse(Integer.MAX_VALUE);
    }

    /** Returns how many more jobs may start. */
    int room() {
        return most - running - held;
    }

    /** Returns how many jobs may start of the gang for which room is held. */
    int roomWithHeld() {
        return most - running;
    }

    /** Holds room for so many jobs of a gang that waits. */
    void hold(int jobs) {
        held = jobs;
    }

    void enter() {
        running++;
    }

    void leave() {
        running--;
    }

    /** Lets a machine take its turn after those that wait for theirs. */
    public void queue(MachineQueue machine) {
        turns.add(machine);
    }

    /** Returns whether any machine waits for its turn, so that something may have changed. */
    boolean hasTurns() {
        return !turns.isEmpty();
    }

    /** Returns the machine whose turn it is; null if there is none, or no room for a job. */
    @Nullable
    public MachineQueue poll() {
        Iterator<MachineQueue> first = turns.iterator();
        if (room() <= 0 || !first.hasNext()) {
            return null;
        }
        MachineQueue machine = first.next();
        first.remove();
        return machine;
    }
}
