package pipeline.recipe.spi;

import java.util.List;

/**
 * What was given for an input.
 *
 * @param place where it was given, as messages begin: {@code --depth}, or a line of a file
 * @param texts as they were typed, one for each time; of an environment variable or a file one text that holds all
 * @param isHidden whether nobody is to see it: what stands in the environment may be secret
 */
public record GivenInput(String place, List<String> texts, boolean isTyped, boolean isHidden) {

    public GivenInput {
        texts = List.copyOf(texts);
    }

    /** Makes one of what was typed. */
    public static GivenInput typed(String name, List<String> texts) {
        return new GivenInput("--" + name, texts, true, false);
    }

    /** Makes one of a text from elsewhere, in which a list is split as in the configuration. */
    public static GivenInput text(String place, String text) {
        return new GivenInput(place, List.of(text), false, false);
    }

    /** Makes one of a text of the environment; the same as {@link #text} otherwise. */
    public static GivenInput hidden(String place, String text) {
        return new GivenInput(place, List.of(text), false, true);
    }
}
