package pipeline.remote.sshconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.Seed;

/** For any configuration, {@code ssh -G} is the truth about each keyword that we honour. */
class SshConfigDifferentialIT {

    private static final int CONFIGURATIONS = Integer.getInteger("configurations", 25);
    private static final Path HOME = Path.of(System.getProperty("user.home"));
    private static final Path AGENT = Path.of("/the/agent");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private int compared;

    @Test
    void what_is_read_is_what_ssh_reads() throws Exception {
        long seed = Seed.of(SshConfigDifferentialIT.class);
        Random random = new Random(seed);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < CONFIGURATIONS; i++) {
            Path place = Files.createDirectory(directory.resolve("c" + i));
            Path config = new RandomSshConfig(random, place).write();
            differences.addAll(compare(config, place));
        }
        System.out.println(compared + " hosts compared");
        assertThat(differences).as("seed " + seed).isEmpty();
        assertThat(compared).as("hosts that ssh takes").isGreaterThan(5 * CONFIGURATIONS);
    }

    private List<String> compare(Path config, Path place) throws Exception {
        List<String> hosts = RandomSshConfig.HOSTS;
        List<Map<String, List<String>>> dumps =
                SshDumps.of(config, hosts.stream().map(List::of).toList(), place);
        List<Map<String, List<String>>> again = withExpandedIdentities(config, place, hosts, dumps);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < hosts.size(); i++) {
            if (dumps.get(i).isEmpty() || again.get(i).isEmpty()) {
                continue;
            }
            compared++;
            Map<String, String> expected = expected(hosts.get(i), dumps.get(i), again.get(i));
            Map<String, String> found = found(config, hosts.get(i));
            if (!expected.equals(found)) {
                differences.add(config + " " + hosts.get(i) + "\n  ssh: " + only(expected, found) + "\n  we:  "
                        + only(found, expected) + "\n" + Files.readString(config));
            }
        }
        return differences;
    }

    /** Dumps show identity files as they are written, but known hosts with their tokens replaced. */
    private static List<Map<String, List<String>>> withExpandedIdentities(
            Path config, Path place, List<String> hosts, List<Map<String, List<String>>> dumps) throws Exception {
        List<List<String>> arguments = new ArrayList<>();
        for (int i = 0; i < hosts.size(); i++) {
            if (hasTokens(dumps.get(i))) {
                arguments.add(List.of("-oUserKnownHostsFile=" + identities(dumps.get(i)), hosts.get(i)));
            }
        }
        Iterator<Map<String, List<String>>> expanded =
                SshDumps.of(config, arguments, place).iterator();
        return dumps.stream()
                .map(dump ->
                        hasTokens(dump) ? expanded.next() : Map.of("userknownhostsfile", List.of(identities(dump))))
                .toList();
    }

    /** Returns whether identity files have something to replace; those that ssh has by default are not compared. */
    private static boolean hasTokens(Map<String, List<String>> dump) {
        String identities = identities(dump);
        return !hasDefaultIdentities(dump) && identities.matches(".*[%~$].*");
    }

    private static String identities(Map<String, List<String>> dump) {
        return String.join(" ", dump.getOrDefault("identityfile", List.of("none")));
    }

    private static boolean hasDefaultIdentities(Map<String, List<String>> dump) {
        return dump.getOrDefault("identityfile", List.of()).contains("~/.ssh/id_dsa");
    }

    private static Map<String, String> expected(
            String host, Map<String, List<String>> dump, Map<String, List<String>> expanded) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String keyword : List.of("hostname", "port", "user", "identitiesonly", "addressfamily")) {
            values.put(keyword, dump.get(keyword).get(0));
        }
        values.put(
                "identityfile",
                hasDefaultIdentities(dump)
                        ? "default"
                        : plain(expanded.get("userknownhostsfile").get(0)));
        values.put("identityagent", agent(first(dump, "identityagent").orElse("SSH_AUTH_SOCK")));
        values.put("userknownhostsfile", plain(dump.get("userknownhostsfile").get(0)));
        values.put(
                "globalknownhostsfile", plain(dump.get("globalknownhostsfile").get(0)));
        values.put(
                "stricthostkeychecking",
                policy(dump.get("stricthostkeychecking").get(0)));
        values.put("hostkeyalias", first(dump, "hostkeyalias").orElse(knownAs(dump)));
        String timeout = dump.get("connecttimeout").get(0);
        values.put("connecttimeout", timeout.equals("none") || timeout.equals("0") ? "20" : timeout);
        values.put(
                "serveraliveinterval",
                first(dump, "serveraliveinterval").filter(s -> !unset(s)).orElse("15"));
        values.put(
                "serveralivecountmax",
                first(dump, "serveralivecountmax").filter(s -> !s.equals("0")).orElse("3"));
        String jump = expand(first(dump, "proxyjump").orElse(""), host, dump);
        values.put("proxyjump", jump);
        values.put(
                "proxycommand",
                expand(
                        first(dump, "proxycommand")
                                .map(SshConfigDifferentialIT::exec)
                                .orElse(""),
                        host,
                        dump));
        return values;
    }

    private static String agent(String word) {
        return switch (word) {
            case "SSH_AUTH_SOCK" -> AGENT.toString();
            case "$HOME" -> HOME.toString();
            default -> plain(word);
        };
    }

    /** Returns paths as Java writes them, without slashes that say nothing. */
    private static String plain(String paths) {
        return paths.replaceAll("//+", "/").replaceAll("(?<=[^ ])/(?= |$)", "");
    }

    /** Debian sets 300 where BatchMode is on. */
    private static boolean unset(String interval) {
        return interval.equals("0") || interval.equals("300");
    }

    private static String exec(String command) {
        return command.startsWith("exec") ? command : "exec " + command;
    }

    private static Optional<String> first(Map<String, List<String>> dump, String keyword) {
        return Optional.ofNullable(dump.get(keyword)).map(values -> values.get(0));
    }

    private static String knownAs(Map<String, List<String>> dump) {
        String port = dump.get("port").get(0);
        String name = dump.get("hostname").get(0);
        return port.equals("22") ? name : "[" + name + "]:" + port;
    }

    private static String policy(String word) {
        return switch (word) {
            case "true", "yes", "ask" -> "STRICT";
            case "accept-new" -> "ACCEPT_NEW";
            default -> "ACCEPT_ANY";
        };
    }

    private static String expand(String text, String host, Map<String, List<String>> dump) {
        return text.replace("%h", dump.get("hostname").get(0))
                .replace("%n", host)
                .replace("%p", dump.get("port").get(0))
                .replace("%r", dump.get("user").get(0));
    }

    private static Map<String, String> found(Path config, String name) {
        SshHost host;
        try {
            SshSettings settings = TestSettings.in(HOME)
                    .sshConfig(config)
                    .agent(AGENT)
                    .timeout(LIMIT)
                    .build();
            host = SshConfig.read(settings, any -> false).lookup(name);
        } catch (SshConfigException e) {
            return Map.of("refused", e.getMessage());
        }
        SshHostFiles files = host.files();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("hostname", host.hostName());
        values.put("port", String.valueOf(host.port()));
        values.put("user", host.user());
        values.put("identitiesonly", files.identitiesOnly() ? "yes" : "no");
        values.put("addressfamily", family(host));
        values.put(
                "identityfile",
                files.identities().contains(HOME.resolve(".ssh/id_rsa")) ? "default" : joined(files.identities()));
        values.put("identityagent", String.valueOf(files.agentSocket()).replace("null", "none"));
        values.put("userknownhostsfile", joined(files.userKnownHosts()));
        values.put("globalknownhostsfile", joined(files.globalKnownHosts()));
        values.put("stricthostkeychecking", host.hostKeyPolicy().toString());
        values.put("hostkeyalias", host.knownAs());
        values.put("connecttimeout", String.valueOf(host.connectTimeout().toSeconds()));
        values.put(
                "serveraliveinterval",
                String.valueOf(host.keepAlive().interval().toSeconds()));
        values.put("serveralivecountmax", String.valueOf(host.keepAlive().unanswered()));
        values.put(
                "proxyjump",
                String.join(
                        ",",
                        host.jumps().stream().map(SshConfigDifferentialIT::jump).toList()));
        values.put(
                "proxycommand", host.proxyCommand().map(ProxyCommand::command).orElse(""));
        return values;
    }

    private static String family(SshHost host) {
        try {
            boolean four = host.takes(InetAddress.getByAddress(new byte[4]));
            boolean six = host.takes(InetAddress.getByAddress(new byte[16]));
            return four && six ? "any" : four ? "inet" : "inet6";
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static String jump(JumpHost jump) {
        boolean numeric = jump.host().contains(":") || jump.host().matches("[0-9.]+");
        return (jump.user() == null ? "" : jump.user() + "@")
                + (numeric ? "[" + jump.host() + "]" : jump.host())
                + (jump.port() == null ? "" : ":" + jump.port());
    }

    private static String joined(List<Path> paths) {
        return paths.isEmpty()
                ? "none"
                : String.join(" ", paths.stream().map(Path::toString).toList());
    }

    private static Map<String, String> only(Map<String, String> some, Map<String, String> others) {
        Map<String, String> left = new LinkedHashMap<>(some);
        left.entrySet().removeAll(others.entrySet());
        return left;
    }
}
