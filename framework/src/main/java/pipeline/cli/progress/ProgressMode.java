package pipeline.cli.progress;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How it is shown how far a run is. */
public enum ProgressMode {
    /** As a bar if standard error is a terminal that can show one, otherwise plain. */
    AUTO,
    /** As a bar that stays at the bottom of the terminal. */
    BAR,
    /** In a line each minute. */
    PLAIN,
    /** Not at all. */
    NONE;

    /** Returns the mode with a name in lower case; empty if there is none. */
    public static Optional<ProgressMode> of(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
    }

    /** Returns all names. */
    public static List<String> words() {
        return Arrays.stream(values()).map(ProgressMode::word).toList();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns what is to be shown.
     *
     * @param isScreen whether standard error is a terminal
     * @param variables of the environment; {@code CI} and {@code TERM=dumb} say that nobody looks at a screen
     */
    ProgressMode resolved(boolean isScreen, Map<String, String> variables) {
        if (this == NONE || this == PLAIN) {
            return this;
        }
        boolean isCapable = isScreen && !variables.getOrDefault("TERM", "").equals("dumb");
        boolean isWatched = this == BAR || !variables.containsKey("CI");
        return isCapable && isWatched ? BAR : PLAIN;
    }
}
