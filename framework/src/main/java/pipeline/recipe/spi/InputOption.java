package pipeline.recipe.spi;

import java.util.Optional;

/**
 * An input of a recipe as an option of the command line.
 *
 * @param name without its dashes, such as {@code output-map}
 * @param help one line for the help text
 * @param form of one value
 * @param isRequired whether it must be given
 * @param defaultText the default as the help text shows it; empty if there is none
 * @param environmentVariable gives it where it is not typed; empty for none
 */
public record InputOption(
        String name,
        String help,
        InputForm form,
        boolean isRequired,
        Optional<String> defaultText,
        Optional<String> environmentVariable) {

    /** How an input is typed on the command line. */
    public enum Kind {
        /** {@code --name VALUE}, once. */
        VALUE,
        /** {@code --name VALUE}, as often as wanted. */
        LIST,
        /** {@code --name KEY=VALUE}, as often as wanted. */
        DICT,
        /** {@code --name} or {@code --no-name}. */
        FLAG
    }

    /** Returns the word that stands for the value in the help text; empty for a flag. */
    public String placeholder() {
        return form.placeholder();
    }

    /** Returns how it is typed. */
    public Kind kind() {
        return form.kind();
    }
}
