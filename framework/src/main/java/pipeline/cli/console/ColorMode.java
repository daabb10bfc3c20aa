package pipeline.cli.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether colours are shown. */
public enum ColorMode {
    /** On a terminal that can show them, unless the environment says otherwise. */
    AUTO,
    /** Also where there is no terminal. */
    ALWAYS,
    /** Nowhere. */
    NEVER;

    /** Returns the mode with a name in lower case; empty if there is none. */
    public static Optional<ColorMode> of(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
    }

    /** Returns all names. */
    public static List<String> words() {
        return Arrays.stream(values()).map(ColorMode::word).toList();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns whether colours are shown: what was typed counts before {@code NO_COLOR}, that before {@code FORCE_COLOR} and
     * {@code CLICOLOR_FORCE}, and that before what the terminal is.
     *
     * @param isScreen whether standard error is a terminal
     * @param variables of the environment
     */
    public boolean isColored(boolean isScreen, Map<String, String> variables) {
        return switch (this) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> {
                boolean isForbidden = isSet(variables, "NO_COLOR");
                boolean isForced = isSet(variables, "FORCE_COLOR") || isSet(variables, "CLICOLOR_FORCE");
                boolean isCapable =
                        isScreen && !variables.getOrDefault("TERM", "").equals("dumb");
                yield !isForbidden && (isForced || (isCapable && !isSet(variables, "CI")));
            }
        };
    }

    private static boolean isSet(Map<String, String> variables, String name) {
        String value = variables.getOrDefault(name, "");
        return !value.isEmpty() && (name.equals("NO_COLOR") || !value.equals("0"));
    }
}
