package pipeline.recipes;

import java.util.List;

/** A command with placeholders for the file and the host of a map entry. */
interface CommandTemplate {

    /**
     * Fills the placeholders.
     *
     * @param files one at least
     * @return the program and its arguments
     */
    List<String> words(String host, List<String> files);
}
