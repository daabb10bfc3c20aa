package pipeline.job.identity;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pipeline.text.Digests;
import pipeline.text.Plural;

/**
 * What distinguishes the content of a file or directory from another content. Immutable.
 *
 * @param text size and time of change of a file, a digest of those of all files of a directory, or a word for what has neither
 * @param sha256 of what it holds, in hex; null if nobody asked for it
 */
public record FileStamp(String text, @Nullable String sha256) {

    /** Nothing is there. */
    public static final FileStamp MISSING = new FileStamp("missing", null);

    /** Its host did not say. It is never the same as another one, not even as itself. */
    public static final FileStamp UNKNOWN = new FileStamp("unknown", null);

    /** No host is asked now. It is as good as any that was noted; it is never noted itself. */
    public static final FileStamp NOT_ASKED = new FileStamp("not asked", null);

    private static final String FILES = " files ";
    private static final String DIRECTORY = "directory ";
    private static final String HASH = " sha256:";
    private static final Pattern SIZE_TIME = Pattern.compile("([0-9]{1,18}) (.+)");
    private static final Pattern EPOCH = Pattern.compile("([0-9]{1,11})(\\.[0-9]+)?");

    /** How two stamps of a file differ. */
    enum Change {
        NONE,
        CHANGED,
        NOT_NOTED,
        NOT_KNOWN
    }

    /** Reads what {@link #noted} has written. */
    static FileStamp of(String noted) {
        int hash = noted.lastIndexOf(HASH);
        return hash < 0
                ? new FileStamp(noted, null)
                : new FileStamp(noted.substring(0, hash), noted.substring(hash + HASH.length()));
    }

    /** Returns it as it stands in a fingerprint. */
    String noted() {
        return sha256 == null ? text : text + HASH + sha256;
    }

    /** Returns one stamp for many files, by their paths. */
    static FileStamp ofAll(Map<String, FileStamp> files) {
        if (files.containsValue(UNKNOWN)) {
            return UNKNOWN;
        }
        if (files.containsValue(NOT_ASKED)) {
            return NOT_ASKED;
        }
        StringBuilder texts = new StringBuilder();
        StringBuilder sums = new StringBuilder();
        new TreeMap<>(files).forEach((path, stamp) -> {
            texts.append(path).append('\0').append(stamp.text).append('\0');
            sums.append(path).append('\0').append(stamp.sha256).append('\0');
        });
        boolean hasSums = files.values().stream().allMatch(stamp -> stamp.sha256 != null || stamp.equals(MISSING));
        return new FileStamp(
                files.size() + FILES + Digests.shortened(texts.toString()),
                hasSums ? Digests.shortened(sums.toString()) : null);
    }

    /**
     * Returns how this one, which was noted, differs from another.
     *
     * @param rule which looks at contents
     */
    Change changeTo(FileStamp now, ContentsRule rule) {
        if (equals(UNKNOWN) || now.equals(UNKNOWN)) {
            return Change.NOT_KNOWN;
        }
        boolean isBySum = rule == ContentsRule.SHA256 && !equals(MISSING) && !now.equals(MISSING);
        if (isBySum && sha256 == null) {
            return Change.NOT_NOTED;
        }
        if (now.equals(NOT_ASKED)) {
            return Change.NONE;
        }
        if (isBySum && now.sha256 == null) {
            return Change.NOT_KNOWN;
        }
        boolean isSame = isBySum ? Objects.equals(now.sha256, sha256) : now.text.equals(text);
        return isSame ? Change.NONE : Change.CHANGED;
    }

    /** Returns one with everything that is known of the same content: what was noted stays where now less is asked for. */
    FileStamp orAsNoted(FileStamp noted) {
        boolean isKnownBetter = equals(UNKNOWN) || (sha256 == null && text.equals(noted.text));
        return isKnownBetter ? noted : this;
    }

    /** Says how it was and how it is, for people. */
    String changeText(FileStamp now) {
        if (text.equals(now.text)) {
            return "has another SHA-256";
        }
        if (text.startsWith(DIRECTORY) && now.text.startsWith(DIRECTORY)) {
            return "has other files in it, or files of another size or time";
        }
        String before = described();
        String after = now.described();
        return before.equals(after) ? "is another " + after : "was %s, is %s".formatted(before, after);
    }

    private String described() {
        if (text.contains(FILES)) {
            return "set of files";
        }
        Matcher file = SIZE_TIME.matcher(text);
        return file.matches()
                ? Plural.of(Long.parseLong(file.group(1)), "byte") + " of " + time(file.group(2))
                : text.replaceFirst(" .*", "");
    }

    /** Some hosts say it in words, some in seconds since 1970. */
    private static String time(String text) {
        Matcher epoch = EPOCH.matcher(text);
        if (!epoch.matches()) {
            return text.replaceFirst("(\\.0+)? \\+0000\\z", "");
        }
        try {
            String second =
                    Instant.ofEpochSecond(Long.parseLong(epoch.group(1))).toString();
            return second.replace('T', ' ').replace("Z", "")
                    + (epoch.group(2) == null || epoch.group(2).matches("\\.0+") ? "" : epoch.group(2));
        } catch (DateTimeException e) {
            return text;
        }
    }
}
