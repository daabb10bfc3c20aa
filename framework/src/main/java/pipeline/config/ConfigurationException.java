package pipeline.config;

import java.util.List;

/** The configuration cannot be used; its message has one line for every problem, each with file and line. */
public final class ConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an unmodifiable list of strings is serializable
    private final List<String> problems;

    ConfigurationException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns the problems in the order of the file, such as {@code pipeline.cfg:12: what, what was expected}. */
    public List<String> problems() {
        return problems;
    }
}
