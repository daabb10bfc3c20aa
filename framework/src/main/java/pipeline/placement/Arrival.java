package pipeline.placement;

/**
 * What became of a file.
 *
 * @param said its name on the host if it is there, otherwise why it is not
 */
public record Arrival(PlacedFile file, State state, String said) {

    /** What can become of a file. */
    public enum State {
        /** It was sent and compared, and has its name. */
        SENT,
        /** It was there already, as was found by its SHA-256. */
        THERE,
        /** It cannot be had or written. */
        FAILED,
        /** Its host cannot be reached. */
        PARKED
    }

    /** Returns whether the host has it. */
    public boolean isThere() {
        return state == State.SENT || state == State.THERE;
    }
}
