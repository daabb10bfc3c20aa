package pipeline.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Masters and hosts on one machine, each in a network namespace of its own, each master joined to each host by a cable that
 * can be cut: packets vanish then, and nobody says why. Hosts are n1, n2 …, each with a real OpenSSH server and a boot id of its
 * own, so that it can go down and come up again; they share the files of the machine. Masters are numbered from 0. Needs root.
 */
public final class SplitNetwork implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String BOOT_ID = "/proc/sys/kernel/random/boot_id";

    private final Path directory;
    private final List<String> masters = new ArrayList<>();
    private final List<Host> hosts = new ArrayList<>();

    /** One host; the server is null while it is down. */
    private static final class Host {
        private final String namespace;
        private final Path directory;
        private @Nullable Sshd server;

        Host(String namespace, Path directory) {
            this.namespace = namespace;
            this.directory = directory;
        }
    }

    private SplitNetwork(Path directory) {
        this.directory = directory;
    }

    /** Makes it and returns when all servers listen. */
    public static SplitNetwork of(int masters, int hosts) throws IOException {
        RequiredProgram.root("it makes network namespaces");
        RequiredProgram.IP.path();
        RequiredProgram.MOUNT.path();
        SplitNetwork network = new SplitNetwork(Files.createTempDirectory("network"));
        try {
            network.build(masters, hosts);
            return network;
        } catch (IOException | RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    private void build(int masterCount, int hostCount) throws IOException {
        SshKeys hostKeys = new SshKeys(Files.createDirectory(directory.resolve("host")));
        SshKeys keys = new SshKeys(Files.createDirectory(directory.resolve("keys")));
        for (int master = 0; master < masterCount; master++) {
            masters.add(namespace());
        }
        for (int number = 1; number <= hostCount; number++) {
            Host host = new Host(namespace(), Files.createDirectory(directory.resolve("n" + number)));
            hosts.add(host);
            for (int master = 0; master < masterCount; master++) {
                join(master, number);
            }
            new SshdFiles(host.directory, OpenSshServer.options()).write(22, List.of("0.0.0.0"), hostKeys, keys);
            boot(host);
        }
        for (int master = 0; master < masterCount; master++) {
            writeClient(master, hostKeys, keys);
        }
    }

    private static String namespace() {
        String name = SystemPlaces.name();
        ip("netns", "add", name);
        ip("-n", name, "link", "set", "lo", "up");
        return name;
    }

    private void join(int master, int number) {
        String near = masters.get(master);
        String far = hosts.get(number - 1).namespace;
        String mac = "02:00:00:00:%02x:%02x".formatted(master, number);
        ip(("link add n" + number + " netns " + near + " type veth peer name m" + master + " netns " + far + " address "
                        + mac)
                .split(" "));
        ip("-n", near, "address", "add", address(master, number, 1) + "/24", "dev", "n" + number);
        ip("-n", far, "address", "add", address(master, number, 2) + "/24", "dev", "m" + master);
        ip("-n", near, "link", "set", "n" + number, "up");
        ip("-n", far, "link", "set", "m" + master, "up");
        // without it the master's own kernel would say after some seconds that nobody has the address
        ip(("-n " + near + " neighbour replace " + address(master, number, 2) + " lladdr " + mac + " dev n" + number
                        + " nud permanent")
                .split(" "));
    }

    private static String address(int master, int number, int end) {
        return "10.99." + (16 * master + number) + "." + end;
    }

    private void writeClient(int master, SshKeys hostKeys, SshKeys keys) throws IOException {
        List<String> known = new ArrayList<>();
        StringBuilder config = new StringBuilder();
        for (int number = 1; number <= hosts.size(); number++) {
            String address = address(master, number, 2);
            SshdFiles.HOST_KEYS.forEach(kind -> known.add(address + " " + hostKeys.publicKey(kind)));
            config.append("Host n%d\n  HostName %s\n".formatted(number, address));
        }
        Path knownHosts = Files.write(directory.resolve("known_hosts." + master), known);
        config.append("""
                Host *
                  User root
                  IdentityFile %s
                  IdentitiesOnly yes
                  UserKnownHostsFile %s
                  GlobalKnownHostsFile /dev/null
                  ServerAliveInterval 1
                  ServerAliveCountMax 2
                  ConnectTimeout 10
                """.formatted(keys.privateKey(SshKeys.Kind.ED25519), knownHosts));
        Files.writeString(sshConfig(master), config);
    }

    private static void ip(String... words) {
        ProgramRun.of(RequiredProgram.IP, words).orFail("ip " + String.join(" ", words));
    }

    /** The client's configuration of a master; dead connections are noticed within some seconds. */
    public Path sshConfig(int master) {
        return directory.resolve("ssh_config." + master);
    }

    /**
     * Returns the words before a command that runs as this master; they become the command's process. Its machine has a name of its
     * own, one that resolves everywhere: of a neighbour on the same machine it is known whether it lives.
     */
    public List<String> way(int master) {
        List<String> words = new ArrayList<>(way(masters.get(master)));
        words.addAll(
                List.of("unshare", "--uts", "sh", "-c", "hostname \"$0\" && exec \"$@\"", "127.0.1." + (master + 1)));
        return words;
    }

    private static List<String> way(String namespace) {
        return List.of(RequiredProgram.IP.path().toString(), "netns", "exec", namespace);
    }

    /** From now on nothing comes through between a master and a host, either way. */
    public void cut(int master, int number) {
        ip("-n", hosts.get(number - 1).namespace, "link", "set", "m" + master, "down");
    }

    /** All comes through again. */
    public void restore(int master, int number) {
        ip("-n", hosts.get(number - 1).namespace, "link", "set", "m" + master, "up");
    }

    /** Ends all that runs on a host, at once. */
    public void powerOff(int number) {
        powerOff(hosts.get(number - 1));
    }

    /** Starts a host that is down: it has another boot id. */
    public void boot(int number) throws IOException {
        boot(hosts.get(number - 1));
    }

    private static void boot(Host host) throws IOException {
        Path id = Files.writeString(host.directory.resolve("boot_id"), UUID.randomUUID() + "\n");
        List<String> words = new ArrayList<>(way(host.namespace));
        // ip gives each command a mount namespace of its own
        words.addAll(List.of("sh", "-c", "mount --bind '" + id + "' " + BOOT_ID + " && exec \"$@\"", "sh"));
        SshdFiles files = new SshdFiles(host.directory, OpenSshServer.options());
        host.server = Sshd.start(words, files.config(), files.log(), 1);
    }

    private static void powerOff(Host host) {
        Sshd server = host.server;
        if (server != null) {
            server.stop();
            host.server = null;
        }
        Awaitility.await().pollInSameThread().atMost(LIMIT).until(() -> {
            List<ProcessHandle> left = processes(host.namespace);
            left.forEach(ProcessHandle::destroyForcibly);
            return left.isEmpty();
        });
    }

    private static List<ProcessHandle> processes(String namespace) {
        return ProgramRun.of(RequiredProgram.IP, "netns", "pids", namespace)
                .orFail("listing the processes of a namespace")
                .out()
                .lines()
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                .toList();
    }

    @Override
    public void close() throws IOException {
        for (Host host : hosts) {
            powerOff(host);
            ip("netns", "delete", host.namespace);
        }
        hosts.clear();
        masters.forEach(master -> ip("netns", "delete", master));
        masters.clear();
        Directories.delete(directory);
    }
}
