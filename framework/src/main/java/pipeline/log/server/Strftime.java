package pipeline.log.server;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Translates time formats of C's {@code strftime}, as Python's logging takes them, to Java's formatters. */
final class Strftime {

    private static final String KNOWN = "%Y %y %m %d %H %I %M %S %f %p %b %B %a %A %j %Z %z %%";

    private Strftime() {}

    /**
     * Translates a format; names of months and days are English in every locale, as in the C locale.
     *
     * @throws IllegalArgumentException if it has a directive that is not known; the message names it and lists those
     *     that are
     */
    static DateTimeFormatter formatter(String format) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%') {
                builder.appendLiteral(c);
            } else if (++i == format.length()) {
                throw new IllegalArgumentException("a single % stands at the end of \"" + format + "\"; write %%");
            } else {
                append(builder, format.charAt(i));
            }
        }
        return builder.toFormatter(Locale.US);
    }

    private static void append(DateTimeFormatterBuilder builder, char directive) {
        switch (directive) {
            case 'Y' -> builder.appendPattern("uuuu");
            case 'y' -> builder.appendPattern("uu");
            case 'm' -> builder.appendPattern("MM");
            case 'd' -> builder.appendPattern("dd");
            case 'H' -> builder.appendPattern("HH");
            case 'I' -> builder.appendPattern("hh");
            case 'M' -> builder.appendPattern("mm");
            case 'S' -> builder.appendPattern("ss");
            case 'f' -> builder.appendFraction(ChronoField.MICRO_OF_SECOND, 6, 6, false);
            case 'p' -> builder.appendPattern("a");
            case 'b' -> builder.appendPattern("MMM");
            case 'B' -> builder.appendPattern("MMMM");
            case 'a' -> builder.appendPattern("EEE");
            case 'A' -> builder.appendPattern("EEEE");
            case 'j' -> builder.appendPattern("DDD");
            case 'Z' -> builder.appendPattern("zzz");
            case 'z' -> builder.appendPattern("xx");
            case '%' -> builder.appendLiteral('%');
            default ->
                throw new IllegalArgumentException(
                        "%" + directive + " is not known in a time format, expected one of " + KNOWN);
        }
    }
}
