package pipeline.log.server;

/** Why a sender was cut off. */
public enum Rejection {
    /** It said nothing, or less than a line, in the time for the hello. */
    SILENT("it did not introduce itself in time"),
    /** Its token is not this run's. */
    BAD_TOKEN("its token is not the one of this run"),
    /** Its job is not running. */
    UNKNOWN_JOB("its job is not running, or not any more"),
    /** It speaks for another job or host. */
    WRONG_LOGGER("its logger is not the one of its job"),
    /** What it sends is no log message, or not one that may stand there. */
    MALFORMED("what it sent is no log message"),
    /** It sent an overlong line. */
    OVERSIZED("it sent a line that is too long"),
    /** Too many others have not introduced themselves yet. */
    CROWDED("too many senders have not introduced themselves");

    private final String meaning;

    Rejection(String meaning) {
        this.meaning = meaning;
    }

    String meaning() {
        return meaning;
    }
}
