package pipeline.job.identity;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pipeline.job.identity.FileStamp.Change;
import pipeline.text.ShellQuoting;

/**
 * What is different with the contents of the files that a job reads, since it was done. A file that it does not read any more does not
 * count. Immutable.
 */
public final class ContentsChanges {

    private final Map<Change, String> examples = new EnumMap<>(Change.class);

    private ContentsChanges() {}

    /**
     * Compares.
     *
     * @param then as it was noted when the job was done
     * @param now as it is
     */
    public static ContentsChanges between(Fingerprint then, Fingerprint now, ContentsRule rule) {
        ContentsChanges changes = new ContentsChanges();
        if (rule.looks()) {
            Map<String, FileStamp> before = then.contents();
            now.contents()
                    .forEach((path, stamp) -> changes.add(path, Optional.ofNullable(before.get(path)), stamp, rule));
        }
        return changes;
    }

    private void add(String path, Optional<FileStamp> before, FileStamp now, ContentsRule rule) {
        Change change = before.map(stamp -> stamp.changeTo(now, rule)).orElse(Change.NOT_NOTED);
        if (change != Change.NONE) {
            examples.putIfAbsent(
                    change,
                    change == Change.CHANGED && !path.isEmpty()
                            ? ShellQuoting.quote(path) + " "
                                    + before.orElseThrow().changeText(now)
                            : path.isEmpty() ? "" : ShellQuoting.quote(path));
        }
    }

    /** Returns why a job runs again, in words for people; empty if nothing is different. */
    public List<String> reasons() {
        return examples.keySet().stream().map(ContentsChanges::reason).toList();
    }

    /** Returns what it is with one file; empty if there is no more to say. */
    public String example() {
        return examples.values().stream().findFirst().orElse("");
    }

    private static String reason(Change change) {
        return switch (change) {
            case NONE -> "";
            case CHANGED -> "what files hold that they read has changed";
            case NOT_NOTED -> "what files held that they read was not noted";
            case NOT_KNOWN -> "it is not known what files hold that they read";
        };
    }

    /** Returns what is to be noted of a job that counts as done: as it is now, and what is known of the same contents from before. */
    public static Fingerprint noted(Fingerprint then, Fingerprint now, ContentsRule rule) {
        if (!rule.looks()) {
            return now.contentsAs(then);
        }
        Map<String, FileStamp> before = then.contents();
        Map<String, FileStamp> all = now.contents();
        all.replaceAll((path, stamp) -> before.containsKey(path) ? stamp.orAsNoted(before.get(path)) : stamp);
        return now.withContents(all);
    }

    /** Returns whether a job reads files of which no host was asked. */
    public static boolean isNotAsked(Fingerprint now) {
        return now.contents().containsValue(FileStamp.NOT_ASKED);
    }
}
