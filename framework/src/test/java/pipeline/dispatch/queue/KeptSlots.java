package pipeline.dispatch.queue;

/** Asks what hosts keep, for tests of other packages. */
public final class KeptSlots {

    private KeptSlots() {}

    /** Returns whether a host has to keep what became of its jobs, since the table does not know it. */
    public static boolean isKept(HostSlots slots) {
        return slots.keeps();
    }
}
