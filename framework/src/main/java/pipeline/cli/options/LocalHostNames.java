package pipeline.cli.options;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** The names by which a map may mean this machine: its host name, long and short, and localhost. */
final class LocalHostNames {

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private LocalHostNames() {}

    static Set<String> find() {
        Set<String> names = new LinkedHashSet<>();
        try {
            add(names, Files.readString(HOST_NAME).strip());
        } catch (IOException e) {
            // another system; the resolver knows
        }
        try {
            InetAddress self = InetAddress.getLocalHost();
            add(names, self.getHostName());
            add(names, self.getCanonicalHostName());
        } catch (IOException e) {
            // a machine whose name does not resolve has only the name above
        }
        names.add("localhost");
        return names;
    }

    private static void add(Set<String> names, String name) {
        if (!name.isEmpty() && !Character.isDigit(name.charAt(0)) && !name.contains(":")) {
            names.add(name);
            names.add(name.split("\\.", 2)[0]);
        }
    }
}
