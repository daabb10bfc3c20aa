package pipeline.cli.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import pipeline.store.MemberRow;
import pipeline.store.ProcessIdentity;

/** Whether somebody works on the jobs of a name. */
public enum MasterState {
    /** A master or worker works on them. */
    LIVE,
    /** It ended, and left nothing to do. */
    FINISHED,
    /** It ended, and left jobs to do. */
    STOPPED,
    /** Its process is gone without a word, or was not heard of for too long. */
    DIED;

    /**
     * Judges the last one that worked on them.
     *
     * @param now by the store's clock
     * @param silentAfter for how long a process of another machine may be silent
     */
    public static MasterState of(MemberRow member, boolean areJobsLeft, Instant now, Duration silentAfter) {
        if (member.ended() != null) {
            return areJobsLeft ? STOPPED : FINISHED;
        }
        ProcessIdentity process = member.member().process();
        ProcessIdentity here = ProcessIdentity.ofThisProcess();
        boolean isOfThisBoot =
                process.machine().equals(here.machine()) && process.bootId().equals(here.bootId());
        if (isOfThisBoot) {
            return process.isAlive() ? LIVE : DIED;
        }
        return member.heartbeat().plus(silentAfter).isBefore(now) ? DIED : LIVE;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
