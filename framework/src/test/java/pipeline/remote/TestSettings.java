package pipeline.remote;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings for tests, with a home directory that is the test's own. */
record TestSettings(
        Path home,
        @Nullable Path sshConfig,
        @Nullable Path knownHosts,
        @Nullable HostKeyPolicy policy,
        @Nullable Path agent,
        Duration timeout) {

    static TestSettings in(Path home) {
        return new TestSettings(home, null, null, null, null, Duration.ofSeconds(20));
    }

    TestSettings sshConfig(Path file) {
        return new TestSettings(home, file, knownHosts, policy, agent, timeout);
    }

    TestSettings knownHosts(Path file) {
        return new TestSettings(home, sshConfig, file, policy, agent, timeout);
    }

    TestSettings policy(HostKeyPolicy word) {
        return new TestSettings(home, sshConfig, knownHosts, word, agent, timeout);
    }

    TestSettings agent(Path socket) {
        return new TestSettings(home, sshConfig, knownHosts, policy, socket, timeout);
    }

    TestSettings timeout(Duration limit) {
        return new TestSettings(home, sshConfig, knownHosts, policy, agent, limit);
    }

    SshSettings build() {
        return new SshSettings(sshConfig, knownHosts, policy, timeout, home, agent, System.getProperty("user.name"));
    }
}
