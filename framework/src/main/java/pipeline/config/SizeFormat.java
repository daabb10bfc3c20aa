package pipeline.config;

import java.math.BigInteger;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 4096} is bytes; {@code 512M}, {@code 4G}: K, M, G and T are powers of 1024. */
public final class SizeFormat {

    /** Examples, for messages. */
    public static final String EXPECTED = "a size above zero such as 512M, 4G or 1T (K, M, G and T are powers of 1024)";

    private static final String UNITS = "KMGT";
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,19})([KMGTkmgt]?)");

    private SizeFormat() {}

    /** Reads a size above zero, in bytes; empty if it is none. */
    public static OptionalLong parse(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return OptionalLong.empty();
        }
        String unit = size.group(2).toUpperCase(Locale.ROOT);
        BigInteger bytes = new BigInteger(size.group(1)).shiftLeft(unit.isEmpty() ? 0 : 10 * (UNITS.indexOf(unit) + 1));
        return bytes.signum() > 0 && bytes.bitLength() < Long.SIZE
                ? OptionalLong.of(bytes.longValue())
                : OptionalLong.empty();
    }

    /** Writes a size with the largest unit in which it is whole, or else with one digit behind the point. */
    public static String of(long bytes) {
        long whole = bytes;
        int unit = 0;
        while (unit < UNITS.length() && whole != 0 && whole % 1024 == 0) {
            whole /= 1024;
            unit++;
        }
        double part = whole;
        while (unit < UNITS.length() && part >= 1024) {
            part /= 1024;
            unit++;
        }
        String number =
                part == Math.rint(part) ? String.valueOf((long) part) : String.format(Locale.ROOT, "%.1f", part);
        return unit == 0 ? number + " bytes" : number + UNITS.charAt(unit - 1);
    }
}
