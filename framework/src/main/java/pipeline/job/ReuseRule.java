package pipeline.job;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import pipeline.text.Digests;

/**
 * When a success of an earlier run counts. Immutable.
 *
 * @param madeFrom what the job was made from, as a digest, empty for nothing; null for all calls before its own
 * @param always whether none ever does
 */
record ReuseRule(@Nullable String madeFrom, boolean always) {

    /** Made from all calls before its own. */
    static final ReuseRule AS_CALLED = new ReuseRule(null, false);

    /** Made from these outcomes, beside those that it was made from before. */
    ReuseRule after(Collection<Outcome> outcomes) {
        String digest = Outcomes.attemptsDigest(outcomes);
        boolean isFirst = madeFrom == null || madeFrom.isEmpty();
        return new ReuseRule(isFirst ? digest : Digests.shortened(madeFrom + digest), always);
    }

    /** Made from nothing. */
    ReuseRule independent() {
        return new ReuseRule("", always);
    }

    /** Run in every run. */
    ReuseRule inEveryRun() {
        return new ReuseRule(madeFrom, true);
    }
}
