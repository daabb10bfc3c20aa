package pipeline.hostcheck;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import pipeline.remote.HostLogin;

/**
 * What was found out about a host.
 *
 * @param login how it was logged in to; empty if it was not
 * @param facts what it reported, which may be nothing
 * @param skew by how many seconds its clock is ahead of ours, or behind it if negative; empty if it reported no time
 * @param problems what is wrong with it, faults first
 */
public record HostReport(
        String host, Optional<HostLogin> login, HostFacts facts, OptionalLong skew, List<HostProblem> problems) {

    public HostReport {
        problems = List.copyOf(problems);
    }

    /** Returns whether jobs would fail or be parked there. */
    public boolean hasError() {
        return problems.stream().anyMatch(HostProblem::isError);
    }
}
