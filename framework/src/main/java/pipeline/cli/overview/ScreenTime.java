package pipeline.cli.overview;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as a person reads them on a screen: of the place where the command runs, with their offset. */
public final class ScreenTime {

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);

    private ScreenTime() {}

    public static String of(Instant time) {
        return FORM.format(time.atZone(ZoneId.systemDefault()));
    }
}
