package pipeline.cli.signals;

import java.time.Duration;
import pipeline.config.Section;

/**
 * What a run does when somebody interrupts it.
 *
 * @param grace how long processes have to end after TERM
 * @param margin how long the hosts may take besides to say that all has ended, and the recipe to come to its end
 * @param detaches whether an interrupt leaves what runs to the next start
 */
public record InterruptPolicy(Duration grace, Duration margin, boolean detaches, HangupAction hangup) {

    public static final Duration MARGIN = Duration.ofSeconds(30);

    private static final Duration USUAL_GRACE = Duration.ofSeconds(10);

    /** What holds until the configuration is read: nothing has been started then. */
    static final InterruptPolicy EARLY = new InterruptPolicy(USUAL_GRACE, MARGIN, false, HangupAction.END);

    /**
     * Reads what a hangup does; without a terminal there is nobody who could go away by mistake.
     *
     * @param remote the section, to which what is wrong is reported
     */
    public static HangupAction hangup(Section remote, boolean hasTerminal) {
        return remote.word("on_hangup", HangupAction.class, hasTerminal ? HangupAction.DRAIN : HangupAction.END);
    }

    /** Returns after how long an interrupted run that has not come to its end is given up. */
    Duration patience() {
        return grace.plus(margin);
    }
}
