package pipeline.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the client's side of a test server: known_hosts and ssh_config, with an alias for each address and more. */
final class TestSshClientFiles {

    private static final int ALIASES = 64;

    private final Path directory;
    private final int port;
    private final Map<String, String> addressByName = new LinkedHashMap<>();
    private int written;

    /** Names are h2, h3 … after the last number of each address, then t1 … t64 dealt round the addresses. */
    TestSshClientFiles(Path directory, int port, List<String> addresses) {
        this.directory = directory;
        this.port = port;
        for (String address : addresses) {
            addressByName.put("h" + address.substring(address.lastIndexOf('.') + 1), address);
        }
        for (int alias = 0; alias < ALIASES; alias++) {
            addressByName.put("t" + (alias + 1), addresses.get(alias % addresses.size()));
        }
    }

    Path writeKnownHosts(List<String> publicKeys) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String address : new LinkedHashSet<>(addressByName.values())) {
            for (String key : publicKeys) {
                lines.add("[" + address + "]:" + port + " " + key);
            }
        }
        return Files.write(directory.resolve("known_hosts"), lines);
    }

    /** Writes an ssh_config with {@code extra} before the rest, where its words win. */
    synchronized Path writeConfig(Path identity, Path knownHosts, String extra) throws IOException {
        StringBuilder text = new StringBuilder(extra).append('\n');
        addressByName.forEach((name, address) -> text.append("Host %s\n  HostName %s\n".formatted(name, address)));
        text.append("""
                Host %s
                  Port %d
                  User %s
                  IdentityFile %s
                  IdentitiesOnly yes
                  UserKnownHostsFile %s
                  GlobalKnownHostsFile /dev/null
                  StrictHostKeyChecking yes
                  BatchMode yes
                """.formatted(
                        addressByName.keySet().stream().collect(Collectors.joining(" ")),
                        port,
                        System.getProperty("user.name"),
                        identity,
                        knownHosts));
        written++;
        return Files.writeString(directory.resolve("ssh_config" + (written == 1 ? "" : "." + written)), text);
    }
}
