package pipeline.dispatch.queue;

/**
 * Where a job is on its way through a run. What may follow what is a pure function, {@link #after}; a job changes its phase in
 * {@link JobsInRun} only. The job table's word for a job is {@link pipeline.job.JobStatus}, which knows nothing of these.
 */
public enum JobPhase {
    /** Given to the dispatcher, which has not looked at it. */
    SUBMITTED,
    /** Waits for its turn on its machine, with a reservation or without. */
    QUEUED,
    /** Waits for its time. */
    DELAYED,
    /** Another process has it reserved, whose outcome is waited for. */
    ELSEWHERE,
    /** Waits until it is known what is wrong with its host. */
    HELD,
    /** Waits for a host that is set aside or drained. */
    PARKED,
    /** The job table is asked to reserve it. */
    RESERVING,
    /** Has a slot on its host. */
    RUNNING,
    /** Has failed in a way that may be its host's fault. */
    SUSPECT,
    /** What became of it is on its way to the job table. */
    RECORDING,
    /** Has its outcome; nothing more happens to it in this run. */
    DONE;

    /** What happens to a job. */
    public enum Event {
        ENQUEUED,
        DELAYED,
        TAKEN_ELSEWHERE,
        HOST_DOUBTED,
        HOST_SET_ASIDE,
        RESERVATION_ASKED,
        STARTED,
        HOST_SUSPECTED,
        OUTCOME_SENT,
        FINISHED
    }

    /**
     * Returns the phase of a job after an event.
     *
     * @throws IllegalStateException if that cannot happen to a job in this phase
     */
    public JobPhase after(Event event) {
        boolean isPossible = this != DONE
                && switch (event) {
                    case ENQUEUED, HOST_SET_ASIDE -> isWaiting() || this == RESERVING || this == RECORDING;
                    case HOST_DOUBTED -> this != PARKED && (isWaiting() || this == RESERVING || this == RECORDING);
                    case DELAYED -> this == SUBMITTED || this == ELSEWHERE || this == RESERVING || this == RECORDING;
                    case TAKEN_ELSEWHERE ->
                        this == SUBMITTED || this == QUEUED || this == ELSEWHERE || this == RESERVING;
                    case RESERVATION_ASKED -> this == QUEUED;
                    case STARTED -> this == QUEUED || this == RESERVING;
                    case HOST_SUSPECTED -> this == RUNNING;
                    // a job that waits may have a reservation to give back
                    case OUTCOME_SENT ->
                        this == RUNNING
                                || this == SUSPECT
                                || this == RESERVING
                                || (isWaiting() && this != DELAYED && this != ELSEWHERE);
                    case FINISHED -> true;
                };
        if (!isPossible) {
            throw new IllegalStateException("a job that is " + this + " cannot be " + event);
        }
        return switch (event) {
            case ENQUEUED -> QUEUED;
            case DELAYED -> DELAYED;
            case TAKEN_ELSEWHERE -> ELSEWHERE;
            case HOST_DOUBTED -> HELD;
            case HOST_SET_ASIDE -> PARKED;
            case RESERVATION_ASKED -> RESERVING;
            case STARTED -> RUNNING;
            case HOST_SUSPECTED -> SUSPECT;
            case OUTCOME_SENT -> RECORDING;
            case FINISHED -> DONE;
        };
    }

    /** Returns whether a job in this phase has not been started and nothing is asked about it. */
    public boolean isWaiting() {
        return switch (this) {
            case SUBMITTED, QUEUED, DELAYED, ELSEWHERE, HELD, PARKED -> true;
            case RESERVING, RUNNING, SUSPECT, RECORDING, DONE -> false;
        };
    }
}
