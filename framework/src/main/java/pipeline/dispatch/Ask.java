package pipeline.dispatch;

/** A job with a place and a slot that waits for its reservation. Confined to the dispatcher's loop. */
final class Ask {

    private final MachineQueue machine;
    private final MachineQueue.Start start;
    private boolean isGivenUp;

    Ask(MachineQueue machine, MachineQueue.Start start) {
        this.machine = machine;
        this.start = start;
    }

    PlacedJob job() {
        return start.job();
    }

    MachineQueue machine() {
        return machine;
    }

    MachineQueue.Start start() {
        return start;
    }

    /** Gives place and slot back. */
    void giveBack() {
        machine.release(start.host(), start.slot(), start.job());
    }

    /** Takes note that the job has its outcome, whatever the answer; gives false if that is known. */
    boolean giveUp() {
        boolean isNews = !isGivenUp;
        isGivenUp = true;
        return isNews;
    }

    boolean isGivenUp() {
        return isGivenUp;
    }
}
