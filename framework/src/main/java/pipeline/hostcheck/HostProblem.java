package pipeline.hostcheck;

import java.util.Objects;

/**
 * Something that is wrong with a host.
 *
 * @param isError whether jobs would fail or be parked there; otherwise it is worth knowing
 * @param text what it is, and what to do
 */
public record HostProblem(boolean isError, String text) {

    public HostProblem {
        Objects.requireNonNull(text, "text is null");
    }

    static HostProblem error(String text) {
        return new HostProblem(true, text);
    }

    static HostProblem warning(String text) {
        return new HostProblem(false, text);
    }
}
