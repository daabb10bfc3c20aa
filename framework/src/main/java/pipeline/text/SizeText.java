package pipeline.text;

import java.util.Locale;

/** Numbers of bytes as people read them. */
public final class SizeText {

    private static final String UNITS = "KMGTPE";
    private static final int STEP = 1024;

    private SizeText() {}

    /** Returns a number of bytes in steps of 1024, such as {@code 512}, {@code 1.5K} or {@code 20G}. */
    public static String of(long bytes) {
        double value = bytes;
        int unit = -1;
        while (Math.round(value) >= STEP && unit < UNITS.length() - 1) {
            value /= STEP;
            unit++;
        }
        if (unit < 0) {
            return Long.toString(bytes);
        }
        boolean isShort = value < 9.95;
        return String.format(Locale.ROOT, isShort ? "%.1f%s" : "%.0f%s", value, UNITS.charAt(unit));
    }
}
