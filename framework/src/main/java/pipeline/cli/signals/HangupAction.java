package pipeline.cli.signals;

/** What a run does when its terminal goes away: {@code on_hangup} of {@code [remote]}. */
public enum HangupAction {
    /** It starts nothing more and waits for what runs. */
    DRAIN,
    /** It leaves what runs to the next start. */
    DETACH,
    /** It ends what runs. */
    END,
    /** It goes on. */
    IGNORE
}
