package pipeline.remote.sshconfig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The typed reading of the lines of an SSH configuration that speak of one host. */
record SshValues(Map<String, List<SshConfigLine>> lines, SshSettings settings) {

    private static final List<String> DEFAULT_IDENTITIES = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    @Nullable
    SshConfigLine line(String keyword) {
        List<SshConfigLine> found = lines.get(keyword);
        return found == null ? null : found.get(0);
    }

    String word(String keyword, String fallback) {
        SshConfigLine line = line(keyword);
        return line == null ? fallback : line.word();
    }

    String expanded(String keyword, Map<Character, String> tokens, String fallback) throws SshConfigException {
        SshConfigLine line = line(keyword);
        return line == null ? fallback : SshTokens.expand(line, line.word(), tokens);
    }

    boolean flag(String keyword) {
        return word(keyword, "no").equalsIgnoreCase("yes");
    }

    /** Reads the files of a keyword; the fallback null stands for the default identities. */
    List<Path> paths(String keyword, Map<Character, String> tokens, @Nullable List<String> fallback)
            throws SshConfigException {
        List<SshConfigLine> found = lines.get(keyword);
        if (found == null) {
            return fallback == null
                    ? DEFAULT_IDENTITIES.stream()
                            .map(settings.sshDirectory()::resolve)
                            .toList()
                    : fallback.stream().map(Path::of).toList();
        }
        List<Path> paths = new ArrayList<>();
        for (SshConfigLine line : found) {
            for (String word : line.words()) {
                if (!word.equalsIgnoreCase("none")) {
                    paths.add(HomePath.of(SshTokens.expand(line, word, tokens), settings.home()));
                }
            }
        }
        return paths;
    }

    List<Path> knownHosts(String keyword, Map<Character, String> tokens, List<String> fallback)
            throws SshConfigException {
        Path only = settings.knownHosts();
        if (only != null) {
            return keyword.startsWith("user") ? List.of(only) : List.of();
        }
        return paths(keyword, tokens, fallback);
    }

    Map<AlgorithmKeyword, AlgorithmList> algorithms() {
        Map<AlgorithmKeyword, AlgorithmList> found = new EnumMap<>(AlgorithmKeyword.class);
        for (AlgorithmKeyword keyword : AlgorithmKeyword.values()) {
            SshConfigLine line = line(keyword.lower());
            // the older name of the same
            SshConfigLine said =
                    line == null && keyword == AlgorithmKeyword.USER_KEYS ? line("pubkeyacceptedkeytypes") : line;
            if (said != null) {
                found.put(keyword, new AlgorithmList(said.word(), said.where()));
            }
        }
        return found;
    }

    @Nullable
    Path agent(Map<Character, String> tokens) throws SshConfigException {
        SshConfigLine line = line("identityagent");
        if (line == null || line.word().equals("SSH_AUTH_SOCK")) {
            return settings.agentSocket();
        }
        if (line.word().equalsIgnoreCase("none")) {
            return null;
        }
        // $NAME is how OpenSSH spells an environment variable here, and only here
        String word = line.word().matches("\\$\\w+") ? "${" + line.word().substring(1) + "}" : line.word();
        return HomePath.of(SshTokens.expand(line, word, tokens), settings.home());
    }

    List<JumpHost> jumps(SshHost host) throws SshConfigException {
        SshConfigLine line = line("proxyjump");
        if (line == null || line.word().equalsIgnoreCase("none")) {
            return List.of();
        }
        List<JumpHost> jumps = new ArrayList<>();
        for (String text : line.word().split(",", -1)) {
            jumps.add(JumpHost.parse(line, text));
        }
        // "Host *" with a ProxyJump is about the jump host too, which cannot be on the way to itself
        boolean itself = jumps.get(0).host().equalsIgnoreCase(host.name());
        return itself ? List.of() : jumps;
    }

    HostKeyPolicy policy() throws SshConfigException {
        HostKeyPolicy given = settings.hostKeyPolicy();
        SshConfigLine line = line("stricthostkeychecking");
        if (given != null || line == null) {
            return given == null ? HostKeyPolicy.STRICT : given;
        }
        return switch (line.word().toLowerCase(Locale.ROOT)) {
            case "yes", "true", "ask" -> HostKeyPolicy.STRICT;
            case "accept-new" -> HostKeyPolicy.ACCEPT_NEW;
            case "no", "off", "false" -> HostKeyPolicy.ACCEPT_ANY;
            default ->
                throw new SshConfigException(line.where()
                        + ": expected yes, ask, accept-new, no or off for StrictHostKeyChecking, but found "
                        + line.word());
        };
    }

    Duration connectTimeout() throws SshConfigException {
        long seconds = number("connecttimeout", "seconds for ConnectTimeout", 0);
        return seconds == 0 ? settings.connectTimeout() : Duration.ofSeconds(seconds);
    }

    /** Reads it; a host that is never asked would never be missed, so 0 stands for the default. */
    KeepAlive keepAlive() throws SshConfigException {
        KeepAlive usual = KeepAlive.DEFAULT;
        long interval = number(
                "serveraliveinterval",
                "seconds for ServerAliveInterval",
                usual.interval().toSeconds());
        long most = number("serveralivecountmax", "a number for ServerAliveCountMax", usual.unanswered());
        return new KeepAlive(Duration.ofSeconds(interval), Math.toIntExact(most));
    }

    private long number(String keyword, String expected, long fallback) throws SshConfigException {
        SshConfigLine line = line(keyword);
        if (line == null || line.word().equalsIgnoreCase("none") || line.word().matches("0{1,6}")) {
            return fallback;
        }
        if (!line.word().matches("\\d{1,6}")) {
            throw new SshConfigException(line.where() + ": expected " + expected + ", but found " + line.word());
        }
        return Long.parseLong(line.word());
    }
}
