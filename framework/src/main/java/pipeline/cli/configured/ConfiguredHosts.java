package pipeline.cli.configured;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pipeline.cli.table.HostOpener;
import pipeline.config.Configuration;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.remote.Transport;
import pipeline.remote.settings.RemoteSettings;
import pipeline.time.Scheduler;

/** The hosts as the configuration says how to reach them, for commands that run no jobs. */
public record ConfiguredHosts(RemoteSettings remote, DispatchSettings dispatch) implements HostOpener.HostAccess {

    /**
     * Reads the sections about hosts.
     *
     * @param environment this process's
     */
    public static ConfiguredHosts read(Configuration configuration, Map<String, String> environment) {
        return new ConfiguredHosts(
                RemoteSettings.from(configuration, environment), DispatchSettings.from(configuration));
    }

    @Override
    public DispatchSettings settings() {
        return remote.isThisMachine() ? dispatch.onThisMachine() : dispatch;
    }

    @Override
    public Optional<List<String>> ssh() {
        if (remote.isThisMachine()) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>(List.of("ssh"));
        Path file = remote.ssh().sshConfig();
        if (file != null) {
            words.addAll(List.of("-F", file.toString()));
        }
        Path known = remote.ssh().knownHosts();
        if (known != null) {
            words.addAll(List.of("-o", "UserKnownHostsFile=" + known));
        }
        return Optional.of(words);
    }

    @Override
    public Transport open() {
        return remote.open(Scheduler.system());
    }
}
