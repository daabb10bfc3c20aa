package pipeline.store.settings;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pipeline.config.DurationParser;
import pipeline.job.TimeLimit;
import pipeline.text.ShellQuoting;

/** Time limits as people write them: {@code 2h} is a time, {@code 300%} a share of the median. */
public final class TimeLimitParser {

    private static final Pattern SHARE = Pattern.compile("([0-9]{1,6})%");

    private TimeLimitParser() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static TimeLimit parse(String text) {
        Matcher share = SHARE.matcher(text);
        if (share.matches() && Integer.parseInt(share.group(1)) > 100) {
            return new TimeLimit.OfMedian(Integer.parseInt(share.group(1)));
        }
        Optional<TimeLimit> fixed = DurationParser.parse(text).map(TimeLimit.Fixed::new);
        return fixed.orElseThrow(() -> new IllegalArgumentException(
                "must be %s, or a percentage of the median above 100 such as 300%%, but was %s"
                        .formatted(DurationParser.EXPECTED, ShellQuoting.quote(text))));
    }
}
