package pipeline.job.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import pipeline.job.JobKey;
import pipeline.text.Json;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a job would do, where its {@link JobKey} says which job it is: a success counts for a later run only if what the
 * job would do then is the same. A JSON object of texts with sorted names, so that equal fingerprints are equal texts; what
 * may be secret or long stands in it as a digest. Immutable.
 */
public record Fingerprint(String json) {

    private static final int MOST_FILES = 64;

    /** What of a job is looked at; the word stands before the name of what it concerns. */
    public enum Aspect {
        /** The arguments, where the key does not hold them. */
        ARGUMENTS,
        /** The content of the node script, or the classes of the node program. */
        CODE,
        /** Where the job starts. */
        DIRECTORY,
        /** A variable that the job brings along. */
        ENVIRONMENT,
        /** What runs before the job. */
        INIT,
        /** Where programs and libraries are looked for. */
        ENGINE,
        /** Which member of how many of a gang it is. */
        GANG,
        /** What a file holds that the job reads. */
        CONTENTS,
        /** The attempts, of one step or all, that the job was made from. */
        MADE_FROM;

        /** Returns the word as it stands in the fingerprint. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Takes a text that {@link Builder} made, as it stands in the table.
     */
    public Fingerprint {
        Objects.requireNonNull(json, "json is null");
    }

    /** Gathers what a job would do. Not thread-safe. */
    public static final class Builder {

        private final SortedMap<String, String> parts;

        public Builder() {
            this.parts = new TreeMap<>();
        }

        private Builder(SortedMap<String, String> parts) {
            this.parts = new TreeMap<>(parts);
        }

        /** Adds an aspect of which a job has one. */
        public Builder add(Aspect aspect, String value) {
            parts.put(aspect.word(), value);
            return this;
        }

        /** Adds an aspect of which a job may have several, each with a name. */
        public Builder add(Aspect aspect, String name, String value) {
            parts.put(aspect.word() + " " + name, value);
            return this;
        }

        /** Returns a builder that has all that this one has. */
        public Builder copy() {
            return new Builder(parts);
        }

        public Fingerprint build() {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            parts.forEach(object::put);
            return new Fingerprint(Json.write(object));
        }
    }

    /** Nothing was noted. */
    public static final Fingerprint NOTHING = new Builder().build();

    /** Returns a fingerprint with everything of this one, but with what the job was made from, and what its files held, of another. */
    public Fingerprint madeFromAs(Fingerprint other) {
        return with(name -> isOf(name, Aspect.MADE_FROM) || isOf(name, Aspect.CONTENTS), other.parts());
    }

    /** Returns a fingerprint with everything of this one, but with what its files held of another. */
    public Fingerprint contentsAs(Fingerprint other) {
        return with(name -> isOf(name, Aspect.CONTENTS), other.parts());
    }

    private Fingerprint with(Predicate<String> replaced, Map<String, String> others) {
        SortedMap<String, String> all = parts();
        all.keySet().removeIf(replaced);
        others.forEach((name, value) -> {
            if (replaced.test(name)) {
                all.put(name, value);
            }
        });
        return new Builder(all).build();
    }

    /**
     * Returns a fingerprint with what the files hold that the job reads, by their paths; of more than {@value #MOST_FILES} it is only known
     * whether any has changed.
     */
    public Fingerprint withContents(Map<String, FileStamp> files) {
        if (files.isEmpty()) {
            return this;
        }
        Map<String, FileStamp> few = files.size() <= MOST_FILES ? files : Map.of("", FileStamp.ofAll(files));
        SortedMap<String, String> all = parts();
        few.forEach((path, stamp) -> all.put(Aspect.CONTENTS.word() + " " + path, stamp.noted()));
        return new Builder(all).build();
    }

    /** Returns what the files held that the job read, by their paths. */
    Map<String, FileStamp> contents() {
        Map<String, FileStamp> contents = new TreeMap<>();
        parts().forEach((name, value) -> {
            if (isOf(name, Aspect.CONTENTS)) {
                contents.put(name.substring(Aspect.CONTENTS.word().length() + 1), FileStamp.of(value));
            }
        });
        return contents;
    }

    /** Returns whether a job that does what this says is what another says; where the other has no contents they do not count. */
    public boolean isSameWork(Fingerprint now) {
        return equals(now) || (now.contents().isEmpty() && now.contentsAs(this).equals(this));
    }

    /** Returns a fingerprint that was made from these steps too: digests by the names of the steps. */
    public Fingerprint madeFromToo(Map<String, String> steps) {
        if (steps.isEmpty()) {
            return this;
        }
        SortedMap<String, String> all = parts();
        steps.forEach((step, digest) ->
                all.merge(Aspect.MADE_FROM.word() + " " + step, digest, (one, other) -> one + "," + other));
        return new Builder(all).build();
    }

    private static boolean isOf(String name, Aspect aspect) {
        return aspect(name) == aspect;
    }

    /**
     * Returns what is different in another fingerprint of the same job, in words for people; empty if nothing is. Contents of files are
     * compared by {@link ContentsChanges}.
     */
    public List<String> changesTo(Fingerprint now) {
        Map<String, String> before = parts();
        Map<String, String> after = now.parts();
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        List<String> changes = new ArrayList<>();
        for (String name : names) {
            if (!isOf(name, Aspect.CONTENTS) && !Objects.equals(before.get(name), after.get(name))) {
                changes.add(change(name, before.get(name), after.get(name)));
            }
        }
        return changes.stream().distinct().toList();
    }

    private static String change(String name, @Nullable String before, @Nullable String after) {
        Aspect aspect = aspect(name);
        int blank = name.indexOf(' ');
        String what = blank < 0 ? "" : name.substring(blank + 1);
        return aspect == null
                ? name + " has changed"
                : switch (aspect) {
                    case ARGUMENTS -> "their arguments have changed";
                    case CODE -> what + " has changed";
                    case DIRECTORY -> "they start in %s, not in %s".formatted(directory(after), directory(before));
                    case ENVIRONMENT -> "the variable " + what + " has changed";
                    case INIT -> "init of [remote] has changed";
                    case ENGINE -> what + " of [deploy] has changed";
                    case GANG -> "their gang has changed";
                    case CONTENTS -> "what files hold has changed";
                    case MADE_FROM ->
                        what.isEmpty()
                                ? "what they were made from has changed"
                                : "what step " + what + " made has changed";
                };
    }

    private static String directory(@Nullable String path) {
        return path == null ? "the login directory" : path;
    }

    private static @Nullable Aspect aspect(String name) {
        int blank = name.indexOf(' ');
        String word = blank < 0 ? name : name.substring(0, blank);
        for (Aspect aspect : Aspect.values()) {
            if (aspect.word().equals(word)) {
                return aspect;
            }
        }
        return null;
    }

    private SortedMap<String, String> parts() {
        SortedMap<String, String> parts = new TreeMap<>();
        Json.read(json).forEachEntry((name, value) -> parts.put(name, value.asString()));
        return parts;
    }
}
