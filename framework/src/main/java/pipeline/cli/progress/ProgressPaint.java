package pipeline.cli.progress;

import java.util.regex.Pattern;
import pipeline.text.Paint;

/** The colours of the bar: what has failed is red, what waits for its host is yellow. */
public final class ProgressPaint {

    private static final Pattern FAILED = Pattern.compile("\\b[0-9]+ failed\\b");
    private static final Pattern AWAY = Pattern.compile("\\b[0-9]+ (?:jobs? )?parked\\b|\\bset aside\\b|\\bdrained\\b");

    private ProgressPaint() {}

    /** Returns a line of the bar with its colours. */
    public static String painted(String line) {
        String red = FAILED.matcher(line).replaceAll(found -> Paint.RED.of(found.group()));
        return AWAY.matcher(red).replaceAll(found -> Paint.YELLOW.of(found.group()));
    }
}
