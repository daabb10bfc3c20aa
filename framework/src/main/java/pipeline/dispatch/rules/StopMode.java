package pipeline.dispatch.rules;

/** What becomes of the jobs that run when a run is to start nothing more. */
public enum StopMode {
    /** They go on to their end, which is waited for. */
    DRAIN,
    /** They are left running; the next start of the job name picks them up. */
    LEAVE,
    /** TERM to their processes, KILL to what is left after the grace. */
    END,
    /** KILL to their processes. */
    KILL
}
