package pipeline.remote.sshconfig;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts addresses to the form in which ssh looks them up in the known hosts. */
final class NumericAddress {

    private static final long LARGEST = 0xffffffffL;

    private NumericAddress() {}

    /** Returns the usual form of an address; empty if the text is a name. */
    static Optional<String> of(String text) {
        if (text.contains(":")) {
            return version6(text);
        }
        return text.isEmpty() || !Character.isDigit(text.charAt(0)) ? Optional.empty() : version4(text);
    }

    /** Returns whether the text can only be an address, even if it is none that makes sense. */
    static boolean looksLikeOne(String text) {
        return text.contains("%")
                || text.contains(":")
                || text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    /** Reads one to four numbers, decimal, octal or hexadecimal, the last of which fills what is left of the 32 bits. */
    private static Optional<String> version4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > 4) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            Long part = number(parts[i]);
            boolean last = i == parts.length - 1;
            long most = last ? LARGEST >>> (8 * i) : 255;
            if (part == null || part > most) {
                return Optional.empty();
            }
            address |= last ? part : part << (24 - 8 * i);
        }
        return Optional.of(
                (address >> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255));
    }

    private static @Nullable Long number(String text) {
        boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
        String digits = hexadecimal ? text.substring(2) : text;
        int base = hexadecimal ? 16 : text.startsWith("0") ? 8 : 10;
        if (digits.isEmpty() || digits.length() > 12 || digits.startsWith("-") || digits.startsWith("+")) {
            return null;
        }
        try {
            return Long.parseLong(digits, base);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Optional<String> version6(String text) {
        int percent = text.indexOf('%');
        String plain = percent < 0 ? text : text.substring(0, percent);
        String zone = percent < 0 ? "" : text.substring(percent);
        if (!plain.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0)) {
            return Optional.empty();
        }
        try {
            // a text with a colon is never looked up
            InetAddress address = InetAddress.getByName(plain);
            return address instanceof Inet6Address six
                    ? Optional.of(shortest(six.getAddress()) + zone)
                    : Optional.of("::ffff:" + address.getHostAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Writes an address with {@code ::} for the longest row of zeros (RFC 5952). */
    private static String shortest(byte[] bytes) {
        List<String> groups = new ArrayList<>();
        int start = -1;
        int length = 1;
        int zeros = 0;
        for (int i = 0; i < 8; i++) {
            int group = (bytes[2 * i] & 255) << 8 | (bytes[2 * i + 1] & 255);
            groups.add(Integer.toHexString(group));
            zeros = group == 0 ? zeros + 1 : 0;
            if (zeros > length) {
                length = zeros;
                start = i + 1 - zeros;
            }
        }
        if (start < 0) {
            return String.join(":", groups);
        }
        return String.join(":", groups.subList(0, start)) + "::"
                + String.join(":", groups.subList(start + length, groups.size()));
    }
}
