package pipeline.store.support;

/** The kinds of errors of a database, by what can be done about them. */
public enum StoreErrorKind {
    /** A lock or a deadlock stands in the way for a moment. Nothing was committed. */
    BLOCKED,
    /** All connections that the server allows are taken. */
    CROWDED,
    /** The server is away, starts or stops. A transaction that was about to be committed may be or may not. */
    AWAY,
    /** No room is left for what is to be written. */
    FULL,
    /** It may be read only. */
    READ_ONLY,
    /** It cannot be opened at all. */
    CLOSED,
    /** What is stored contradicts itself. */
    DAMAGED,
    /** It is something else than a database. */
    NO_DATABASE,
    /** The device that holds it fails. */
    DEVICE,
    /** The server does not know this user and password, or this user may not do that. */
    FORBIDDEN,
    /** The server knows no database of this name. */
    UNKNOWN_DATABASE,
    /** Anything else: most likely a mistake of ours. */
    OTHER;

    /** Returns whether the same may work if it is tried again. */
    public boolean isTransient() {
        return this == BLOCKED || this == CROWDED || this == AWAY;
    }

    /** Returns whether somebody may mend it while others wait: make room, bring a disk back, set rights. */
    public boolean isMendable() {
        return this == FULL || this == DEVICE || this == READ_ONLY || this == CLOSED;
    }

    /** Returns whether it is not known if the transaction was committed before it failed. */
    public boolean isUncertain() {
        return this == AWAY || this == DEVICE;
    }
}
