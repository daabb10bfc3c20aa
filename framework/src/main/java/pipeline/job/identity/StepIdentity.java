package pipeline.job.identity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import pipeline.text.Json;
import pipeline.text.MessageText;

/**
 * What the jobs of a step come from, in parts that people know: the recipe's code, its inputs, its arguments, its maps, and the steps
 * before it. It shows what changed between two runs; whether a job runs again its own {@link Fingerprint} decides. Immutable.
 *
 * @param parts by the words {@code code}, {@code args}, {@code input NAME}, {@code map FILE} and {@code from STEP}
 */
public record StepIdentity(Map<String, String> parts) {

    /** Nothing is known. */
    public static final StepIdentity NONE = new StepIdentity(Map.of());

    private static final String CODE = "code";
    private static final String ARGS = "args";
    private static final String INPUT = "input ";
    private static final String MAP = "map ";
    private static final String FROM = "from ";

    /** What stands before a value that is not shown. */
    private static final String HIDDEN = "sha256:";

    public StepIdentity {
        parts = Collections.unmodifiableMap(new TreeMap<>(parts));
    }

    /** Gathers the parts. Not thread-safe. */
    public static final class Builder {

        private final SortedMap<String, String> parts = new TreeMap<>();

        /** Adds the digest of the recipe's code. */
        public Builder code(String digest) {
            parts.put(CODE, digest);
            return this;
        }

        /** Adds the positional arguments. */
        public Builder args(List<String> args) {
            parts.put(ARGS, String.join(" ", args));
            return this;
        }

        /** Adds the value of an input. */
        public Builder input(String name, String value) {
            parts.put(INPUT + name, value);
            return this;
        }

        /** Adds the digest of an input's value that nobody is to see. */
        public Builder hiddenInput(String name, String digest) {
            parts.put(INPUT + name, HIDDEN + digest);
            return this;
        }

        /** Adds what a map holds. */
        public Builder map(String file, int entries, String digest) {
            parts.put(MAP + file, entries + " " + digest);
            return this;
        }

        /** Adds what was done in a step that may be followed from. */
        public Builder from(String step, String digest) {
            parts.put(FROM + step, digest);
            return this;
        }

        public StepIdentity build() {
            return new StepIdentity(parts);
        }
    }

    /** Reads what {@link #json} has written. */
    public static StepIdentity of(String json) {
        Map<String, String> parts = new TreeMap<>();
        Json.read(json).forEachEntry((name, value) -> parts.put(name, value.asString()));
        return new StepIdentity(parts);
    }

    /** Returns it as a JSON object of texts. */
    public String json() {
        return Json.write(Json.tree(parts));
    }

    /** Returns what is different now, in words for people; empty if nothing is. */
    public List<String> changesTo(StepIdentity now) {
        return changesTo(now, name -> true);
    }

    /** Returns what is different now beside what the steps before it have made. */
    public List<String> ownChangesTo(StepIdentity now) {
        return changesTo(now, name -> !name.startsWith(FROM));
    }

    private List<String> changesTo(StepIdentity now, Predicate<String> isAsked) {
        TreeSet<String> names = new TreeSet<>(parts.keySet());
        names.addAll(now.parts.keySet());
        List<String> changes = new ArrayList<>();
        for (String name : names) {
            String before = parts.get(name);
            String after = now.parts.get(name);
            if (isAsked.test(name) && !Objects.equals(before, after)) {
                changes.add(change(name, before, after));
            }
        }
        return changes;
    }

    private static String change(String name, @Nullable String before, @Nullable String after) {
        if (name.equals(CODE)) {
            return "the code of the recipe has changed";
        }
        if (name.equals(ARGS)) {
            return "arguments were %s, are %s".formatted(shown(before), shown(after));
        }
        if (name.startsWith(INPUT)) {
            String input = name.substring(INPUT.length());
            boolean isHidden =
                    (before != null && before.startsWith(HIDDEN)) || (after != null && after.startsWith(HIDDEN));
            return isHidden ? input + " has changed" : "%s was %s, is %s".formatted(input, shown(before), shown(after));
        }
        if (name.startsWith(MAP)) {
            return map(name.substring(MAP.length()), before, after);
        }
        return name.startsWith(FROM) ? from(name.substring(FROM.length()), before, after) : name;
    }

    private static String from(String step, @Nullable String before, @Nullable String after) {
        if (before == null || after == null) {
            return "step %s %s"
                    .formatted(step, before == null ? "comes before it now" : "does not come before it any more");
        }
        return "what step " + step + " made has changed";
    }

    private static String map(String file, @Nullable String before, @Nullable String after) {
        if (before == null || after == null) {
            return "the map %s %s".formatted(file, before == null ? "is new" : "is not read any more");
        }
        String had = before.substring(0, before.indexOf(' '));
        String has = after.substring(0, after.indexOf(' '));
        return had.equals(has)
                ? "the map %s has changed".formatted(file)
                : "the map %s had %s entries, has %s".formatted(file, had, has);
    }

    private static String shown(@Nullable String value) {
        return value == null || value.isEmpty() ? "not given" : MessageText.shortened(value);
    }
}
