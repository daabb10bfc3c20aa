package pipeline.remote.shell;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pipeline.remote.ScriptEnd;
import pipeline.remote.SlotTrace;
import pipeline.time.MonotonicClock;

/** The journal of a runner: the starts and ends of its scripts. {@link RunnerScript} describes the lines. Not thread-safe. */
final class RunnerJournal {

    private record Start(@Nullable String before, @Nullable Double upTime) {}

    private static final Pattern UP_TIME = Pattern.compile("[0-9]{1,12}(\\.[0-9]{0,12})?");

    private final Map<String, Start> starts = new HashMap<>();
    private final Map<String, ScriptEnd> ends = new HashMap<>();
    private final Set<String> killed = new HashSet<>();
    private String token = "";
    private @Nullable String before;

    /** Makes an empty one. */
    RunnerJournal() {}

    /** Reads a journal. */
    static RunnerJournal parse(List<String> lines) {
        RunnerJournal journal = new RunnerJournal();
        lines.forEach(journal::add);
        return journal;
    }

    /** Reads one more line; one that was cut off in the middle by a full disk is passed over. */
    void add(String line) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("slot") && words.length > 1) {
            token = words[1];
        } else if (words[0].equals("start") && words.length == 3) {
            starts.put(words[1], new Start(before, number(words[2])));
        } else if (words[0].equals("refused") && words.length == 2) {
            starts.remove(words[1]);
        } else if (words[0].equals("unheard") && words.length == 2) {
            ends.putIfAbsent(words[1], ScriptEnd.unheard());
        } else if (words[0].equals("kill") && words.length == 2) {
            killed.add(words[1]);
        } else if (words[0].equals("end") && words.length == 4) {
            Integer code = ScriptEndFrame.code(words[2]);
            if (code != null) {
                Start start = starts.get(words[1]);
                // a runner that hears TERM while it notes an end may note it twice
                Duration ran = between(start == null ? null : start.upTime, number(words[3]));
                ends.putIfAbsent(words[1], ended(words[1], code, ran == null || ran.isNegative() ? null : ran));
                before = words[1];
            }
        }
    }

    /** Returns what an exit code means: that of a script that was ended from outside says nothing, not even if it is 0. */
    ScriptEnd ended(String id, int code, @Nullable Duration ran) {
        return killed.contains(id) ? ScriptEnd.killed() : ScriptEnd.ended(code, ran);
    }

    private static @Nullable Double number(String word) {
        return UP_TIME.matcher(word).matches() ? Double.valueOf(word) : null;
    }

    private static @Nullable Duration between(@Nullable Double from, @Nullable Double to) {
        return from == null || to == null ? null : Duration.ofMillis(Math.round(1000 * (to - from)));
    }

    /**
     * Returns where each script that was started is to be read, by its id.
     *
     * @param now the host's up-time, in seconds, as the journal has it; {@code -} if it is not known
     * @param clock of this master
     */
    Map<String, SlotTrace> traces(String directory, String now, MonotonicClock clock) {
        Double upTime = number(now);
        Map<String, SlotTrace> traces = new HashMap<>();
        starts.forEach((id, start) -> traces.put(
                id, new SlotTrace(directory, token, start.before, started(between(start.upTime, upTime), clock))));
        return traces;
    }

    /** An up-time that went backwards is that of a host that went down meanwhile, and the script with it. */
    private static @Nullable Long started(@Nullable Duration ago, MonotonicClock clock) {
        return ago == null || ago.isNegative() ? null : clock.nanos() - ago.toNanos();
    }

    /** Returns how a script ended; null if it did not. */
    @Nullable
    ScriptEnd end(String id) {
        return ends.get(id);
    }

    boolean hasStarted(String id) {
        return starts.containsKey(id);
    }

    /** Returns how many scripts it knows of. */
    int size() {
        return starts.size() + ends.size();
    }
}
