package pipeline.store;

/** The reply to a heartbeat. */
public enum HeartbeatReply {
    /** The member lives on. */
    LIVE,
    /** Somebody asked this member to end. */
    ASKED_TO_END,
    /** This member was silent for so long that others took its jobs. */
    DECLARED_DEAD
}
