package pipeline.recipe.spi;

import java.util.List;
import pipeline.recipe.spi.InputOption.Kind;

/**
 * How the value of an input looks, for help, messages and completion.
 *
 * @param placeholder the word that stands for a value, such as {@code FILE}; empty for a flag
 * @param wanted what a value must be, such as {@code a whole number from 1 to 9}
 * @param choices all values there are; empty if they cannot be listed
 * @param place what it names
 */
public record InputForm(Kind kind, String placeholder, String wanted, List<String> choices, Place place) {

    /** What a value names. */
    public enum Place {
        /** Nothing that lies anywhere. */
        NONE,
        /** Hosts. */
        HOSTS,
        /** A file of the master. */
        FILE,
        /** A directory of the master. */
        DIRECTORY,
        /** A file of the nodes. */
        NODE_FILE,
        /** A directory of the nodes. */
        NODE_DIRECTORY,
        /** A program of the nodes. */
        NODE_EXECUTABLE
    }

    /** Any text. */
    public static final InputForm TEXT = of("TEXT", "a text");

    /** An option without a value. */
    public static final InputForm FLAG = new InputForm(Kind.FLAG, "", "true or false", List.of(), Place.NONE);

    public InputForm {
        choices = List.copyOf(choices);
    }

    /** Makes the form of what names no place. */
    public static InputForm of(String placeholder, String wanted) {
        return new InputForm(Kind.VALUE, placeholder, wanted, List.of(), Place.NONE);
    }

    /** Makes the form of what names a place. */
    public static InputForm place(Place place, String wanted) {
        String placeholder = switch (place) {
            case HOSTS -> "HOSTS";
            case NONE, FILE, NODE_FILE -> "FILE";
            case DIRECTORY, NODE_DIRECTORY -> "DIR";
            case NODE_EXECUTABLE -> "PROGRAM";
        };
        return new InputForm(Kind.VALUE, placeholder, wanted, List.of(), place);
    }

    /** Makes the form of one of several words. */
    public static InputForm choice(List<String> words) {
        return new InputForm(Kind.VALUE, "WORD", "one of " + String.join(", ", words), words, Place.NONE);
    }

    /** Returns the same with another placeholder. */
    public InputForm withPlaceholder(String other) {
        return new InputForm(kind, other, wanted, choices, place);
    }

    /** Returns the form of a list of these. */
    public InputForm list() {
        return new InputForm(Kind.LIST, placeholder, wanted, choices, place);
    }

    /** Returns the form of a dict of these. */
    public InputForm dict() {
        return new InputForm(Kind.DICT, "KEY=" + placeholder, wanted, List.of(), place);
    }

    /** Returns what it is, such as {@code whole number from 1 to 9}. */
    public String type() {
        return switch (kind) {
            case VALUE, FLAG -> wanted.replaceFirst("^(an?|the) ", "");
            case LIST -> "list, each " + wanted;
            case DICT -> "dict, each value " + wanted;
        };
    }
}
