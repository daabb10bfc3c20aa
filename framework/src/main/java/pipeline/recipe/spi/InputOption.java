package pipeline.recipe.spi;

import java.util.Optional;

/**
 * An input of a recipe as an option of the command line.
 *
 * @param name without its dashes, such as {@code output-map}
 * @param help one line for the help text
 * @param placeholder the word that stands for the value in the help text, such as {@code FILE}; empty for a flag
 * @param isRequired whether it must be typed
 * @param defaultText the default as the help text shows it; empty if there is none
 */
public record InputOption(
        String name, String help, Kind kind, String placeholder, boolean isRequired, Optional<String> defaultText) {

    /** How an input is typed on the command line. */
    public enum Kind {
        /** {@code --name VALUE}, once. */
        VALUE,
        /** {@code --name VALUE}, as often as wanted. */
        LIST,
        /** {@code --name}. */
        FLAG
    }
}
