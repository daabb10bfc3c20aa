package pipeline.remote.sshconfig;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings for tests, with a home directory that is the test's own. */
public record TestSettings(
        Path home,
        @Nullable Path sshConfig,
        @Nullable Path knownHosts,
        @Nullable HostKeyPolicy policy,
        @Nullable Path agent,
        Duration timeout) {

    public static TestSettings in(Path home) {
        return new TestSettings(home, null, null, null, null, Duration.ofSeconds(20));
    }

    public TestSettings sshConfig(Path file) {
        return new TestSettings(home, file, knownHosts, policy, agent, timeout);
    }

    public TestSettings knownHosts(Path file) {
        return new TestSettings(home, sshConfig, file, policy, agent, timeout);
    }

    public TestSettings policy(HostKeyPolicy word) {
        return new TestSettings(home, sshConfig, knownHosts, word, agent, timeout);
    }

    public TestSettings agent(Path socket) {
        return new TestSettings(home, sshConfig, knownHosts, policy, socket, timeout);
    }

    public TestSettings timeout(Duration limit) {
        return new TestSettings(home, sshConfig, knownHosts, policy, agent, limit);
    }

    public SshSettings build() {
        return new SshSettings(sshConfig, knownHosts, policy, timeout, home, agent, System.getProperty("user.name"));
    }
}
