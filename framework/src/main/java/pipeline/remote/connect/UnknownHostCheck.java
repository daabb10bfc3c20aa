package pipeline.remote.connect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import pipeline.hostset.HostSet;
import pipeline.remote.UnknownHostsException;
import pipeline.remote.sshconfig.SshConfig;
import pipeline.remote.sshconfig.SshConfigException;

/** Finds the host names that do not resolve, before anything is started. */
final class UnknownHostCheck {

    private UnknownHostCheck() {}

    /**
     * Refuses names that neither have an entry in the SSH configuration nor resolve.
     *
     * @param executor runs the questions to the name service, its threads at a time
     * @param where the name of the SSH configuration, for the message
     */
    static void check(Collection<String> hosts, SshConfig config, Executor executor, String where)
            throws UnknownHostsException {
        Map<String, CompletableFuture<Boolean>> asked = new LinkedHashMap<>();
        for (String host : new LinkedHashSet<>(hosts)) {
            if (!hasEntry(config, host)) {
                asked.put(host, CompletableFuture.supplyAsync(() -> resolves(host, config), executor));
            }
        }
        List<String> unknown = new ArrayList<>();
        asked.forEach((host, answer) -> {
            if (!answer.join()) {
                unknown.add(host);
            }
        });
        if (!unknown.isEmpty()) {
            throw new UnknownHostsException(
                    unknown,
                    (unknown.size() == 1 ? "unknown host: " : unknown.size() + " unknown hosts: ")
                            + HostSet.folded(unknown) + "; no Host entry in " + where
                            + " is about " + (unknown.size() == 1 ? "it" : "them") + ", and DNS does not know "
                            + (unknown.size() == 1 ? "it" : "them") + "."
                            + " Correct the map, or add a Host entry with a HostName");
        }
    }

    private static boolean hasEntry(SshConfig config, String host) {
        try {
            return config.mentions(host);
        } catch (SshConfigException e) {
            // there is something about it, and connecting will say what is wrong with that
            return true;
        }
    }

    private static boolean resolves(String host, SshConfig config) {
        try {
            Optional<String> name = config.nameToResolve(host);
            return name.isEmpty() || InetAddress.getByName(name.get()).getAddress().length > 0;
        } catch (UnknownHostException e) {
            return false;
        } catch (SshConfigException e) {
            // connecting will say what is wrong with what the configuration says
            return true;
        }
    }
}
