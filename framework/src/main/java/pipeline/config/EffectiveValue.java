package pipeline.config;

import java.util.List;
import java.util.Objects;

/**
 * A value that counts, and where it comes from.
 *
 * @param section as its head has it
 * @param key in lower case
 * @param text with its references replaced; empty if nothing is set
 * @param origin what set it
 * @param line of the file, from 1; 0 if it is not from there
 * @param references the values that it is made of, each with its own origin
 */
public record EffectiveValue(
        String section, String key, String text, Origin origin, int line, List<EffectiveValue> references) {

    /** What can set a value. */
    public enum Origin {
        FILE,
        COMMAND_LINE,
        /** What the program knows before it reads a file, such as the default of {@code runtime_directory}. */
        PREDEFINED,
        /** Nothing; the program does what it does by default. */
        UNSET
    }

    public EffectiveValue {
        Objects.requireNonNull(text, "text is null");
        references = List.copyOf(references);
    }
}
