package pipeline.store;

/** What a heartbeat learns. */
public enum HeartbeatReply {
    /** All is well. */
    LIVE,
    /** Somebody asked this member to end. */
    ASKED_TO_END,
    /** This member was silent for so long that others took its jobs. */
    DECLARED_DEAD
}
