package pipeline.remote.sshconfig;

import java.util.OptionalLong;

/** Reads spans of time as in sshd_config(5): {@code 90}, {@code 10m}, {@code 1h30m}. */
final class SshTime {

    private static final String UNITS = "smhdw";
    private static final long[] SECONDS = {1, 60, 3600, 86_400, 604_800};

    private SshTime() {}

    /** Returns the seconds; empty if the text is no time, or one that no int holds. */
    static OptionalLong seconds(String text) {
        long total = 0;
        long number = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? Character.toLowerCase(text.charAt(i)) : 's';
            if (c >= '0' && c <= '9') {
                number = Math.max(number, 0) * 10 + (c - '0');
            } else if (number >= 0 && UNITS.indexOf(c) >= 0) {
                total += number * SECONDS[UNITS.indexOf(c)];
                number = -1;
            } else if (i < text.length() || text.isEmpty()) {
                return OptionalLong.empty();
            }
            if (number > Integer.MAX_VALUE || total > Integer.MAX_VALUE) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(total);
    }
}
