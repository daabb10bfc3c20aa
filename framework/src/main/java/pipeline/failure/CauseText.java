package pipeline.failure;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pipeline.hostset.MessageNormalizer;

/**
 * What messages of one cause have in common: a message without its hosts, paths, numbers and times. Names of modules, options and
 * the like stay, for {@code No module named 'numpy'} is another cause than {@code No module named 'scipy'}.
 */
final class CauseText {

    private static final String PLACEHOLDER = "…";

    /** A text in quotes of any kind that holds a path, a file name or a number. */
    private static final Pattern QUOTED = Pattern.compile("[`'\"‘“](?=[^`'\"’”]*[/0-9.])[^`'\"’”]{1,400}['\"’”]");

    private static final Pattern PATH = Pattern.compile("(?<![\\w.])(?:[\\w.+@~-]*/[\\w.+@~,=%#-]*)+");
    private static final Pattern HEXADECIMAL =
            Pattern.compile("\\b(?:0x[0-9a-fA-F]+|[0-9a-f]{8,}(?:-[0-9a-f]{4,}){0,4})\\b");
    /** A word with a number in it, such as {@code obs_032.wav}. */
    private static final Pattern NUMBERED = Pattern.compile("(?<!\\w)[\\w.+:-]*[0-9][\\w.+:-]*(?!\\w)");
    /** Stays as it is: another code is another cause. */
    private static final Pattern EXIT_CODE = Pattern.compile("^(?:exit code|ended by signal) [0-9]+(?:: |$)");

    private static final Pattern REPEATED = Pattern.compile(PLACEHOLDER + "(?:[ ,:]*" + PLACEHOLDER + ")+");

    private static final List<Pattern> PARTS = List.of(QUOTED, PATH, HEXADECIMAL, NUMBERED, REPEATED);

    /** Shorter words stand in messages for other things. */
    private static final int SHORTEST_OWN = 3;

    private CauseText() {}

    /** Returns the text that is the same for all jobs that failed for one cause. */
    static String of(FailedJob job) {
        return of(job, FailureGroup.withoutHost(job));
    }

    private static String of(FailedJob job, String message) {
        Matcher ended = EXIT_CODE.matcher(message);
        if (ended.find()) {
            return ended.group() + of(job, message.substring(ended.end()));
        }
        String text = message;
        for (String own : job.own().stream()
                .filter(word -> word.length() >= SHORTEST_OWN)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList()) {
            text = text.replace(own, PLACEHOLDER);
        }
        text = MessageNormalizer.of(job.host(), text);
        for (Pattern pattern : PARTS) {
            text = pattern.matcher(text).replaceAll(PLACEHOLDER);
        }
        return text;
    }
}
