package pipeline.job;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.text.Digests;
import pipeline.text.ShellQuoting;

/**
 * When a success of an earlier run counts. Immutable.
 *
 * @param madeFrom what the job was made from, as a digest, empty for nothing; null for all calls before its own
 * @param always whether none ever does
 * @param reads the files and directories on its host that it reads; null for those of the maps that it names
 */
record ReuseRule(
        @Nullable String madeFrom, boolean always, @Nullable List<String> reads) {

    /** Made from all calls before its own, and from the files of the maps. */
    static final ReuseRule AS_CALLED = new ReuseRule(null, false, null);

    /** Made from these outcomes, beside those that it was made from before. */
    ReuseRule after(Collection<Outcome> outcomes) {
        String digest = Outcomes.attemptsDigest(outcomes);
        boolean isFirst = madeFrom == null || madeFrom.isEmpty();
        return new ReuseRule(isFirst ? digest : Digests.shortened(madeFrom + digest), always, reads);
    }

    /** Made from nothing that ran before. */
    ReuseRule independent() {
        return new ReuseRule("", always, reads);
    }

    /** Run in every run. */
    ReuseRule inEveryRun() {
        return new ReuseRule(madeFrom, true, reads);
    }

    /** Made from these files. */
    ReuseRule reading(Collection<String> paths) {
        for (String path : paths) {
            if (path.isEmpty() || path.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "what a job reads must be a path without a NUL character, but was " + ShellQuoting.quote(path));
            }
        }
        return new ReuseRule(madeFrom, always, List.copyOf(paths));
    }
}
