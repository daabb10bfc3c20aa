package pipeline.hostcheck;

import java.util.Objects;

/**
 * Something that is wrong with a host.
 *
 * @param isFault whether jobs would fail or be parked there; otherwise it is worth knowing
 * @param text what it is, and what to do
 */
public record HostProblem(boolean isFault, String text) {

    public HostProblem {
        Objects.requireNonNull(text, "text is null");
    }

    static HostProblem fault(String text) {
        return new HostProblem(true, text);
    }

    static HostProblem caution(String text) {
        return new HostProblem(false, text);
    }
}
