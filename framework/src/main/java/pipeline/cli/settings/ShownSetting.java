package pipeline.cli.settings;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import pipeline.config.EffectiveValue;

/**
 * A key as it is shown.
 *
 * @param from where its value comes from, for people
 */
record ShownSetting(String section, String key, String value, String from) {

    static final String DEFAULT = "default";

    private static final String MASK = "********";
    private static final Pattern PASSWORD = Pattern.compile("(?i)(password=)[^&;]*");
    private static final Pattern LOGIN = Pattern.compile("(//[^/:@\\s]*):[^/@\\s]*@");
    /** Addresses of hooks hold the right to use them. */
    private static final Pattern HOOK = Pattern.compile("(?m)(webhook:\\s*https?://[^/\\s]+/)\\S+");

    /** Returns the value without what nobody should see. */
    String masked() {
        if (section.equals("jobs") && key.equals("password")) {
            return value.isEmpty() ? "" : MASK;
        }
        String text = PASSWORD.matcher(value).replaceAll("$1" + MASK);
        text = LOGIN.matcher(text).replaceAll("$1:" + MASK + "@");
        return HOOK.matcher(text).replaceAll("$1" + MASK);
    }

    /** Returns where a value comes from, with what it is made of. */
    static String from(EffectiveValue value, String file) {
        String own = place(value, file);
        String references = value.references().stream()
                .map(other -> "%s: %s".formatted(other.key(), place(other, file)))
                .collect(Collectors.joining(", "));
        return references.isEmpty() ? own : "%s (%s)".formatted(own, references);
    }

    private static String place(EffectiveValue value, String file) {
        return switch (value.origin()) {
            case FILE -> file + ":" + value.line();
            case COMMAND_LINE -> "command line";
            case PREDEFINED, UNSET -> DEFAULT;
        };
    }
}
