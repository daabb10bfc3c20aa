package pipeline.remote.sshconfig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads typed values from the lines of an SSH configuration for one host. */
record SshOptionReader(Map<String, List<SshConfigLine>> lines, SshSettings settings) {

    private static final List<String> DEFAULT_IDENTITIES = List.of("id_rsa", "id_ecdsa", "id_ed25519");

    /** They are of use only with their device, so that it is not missed where there is none. */
    private static final List<String> DEFAULT_SECURITY_KEYS = List.of("id_ecdsa_sk", "id_ed25519_sk");

    @Nullable
    SshConfigLine line(String keyword) {
        List<SshConfigLine> found = lines.get(keyword);
        return found == null ? null : found.get(0);
    }

    String word(String keyword, String fallback) {
        SshConfigLine line = line(keyword);
        return line == null ? fallback : line.word();
    }

    /** Returns the name to connect to as {@code HostName} has it. */
    String hostName(String name) throws SshConfigException {
        SshConfigLine line = line("hostname");
        return line == null ? name : TokenExpansion.expandPercent(line, line.word(), Map.of('h', name));
    }

    int port() throws SshConfigException {
        SshConfigLine line = line("port");
        return line == null ? SshPort.DEFAULT : SshPort.parse(line, line.word());
    }

    boolean flag(String keyword) throws SshConfigException {
        return choice(keyword, "no", List.of("yes", "no", "true", "false"), word -> word)
                .matches("yes|true");
    }

    /** Returns {@code any}, {@code inet} or {@code inet6}. */
    String addressFamily() throws SshConfigException {
        return choice("addressfamily", "any", List.of("any", "inet", "inet6"), word -> word);
    }

    /** Reads one word out of some, in small or capital letters. */
    String choice(String keyword, String fallback, List<String> known, UnaryOperator<String> meaning)
            throws SshConfigException {
        SshConfigLine line = line(keyword);
        if (line == null) {
            return fallback;
        }
        String word = line.word().toLowerCase(Locale.ROOT);
        if (!known.contains(word)) {
            throw new SshConfigException(line.where() + ": expected one of " + String.join(", ", known) + " for "
                    + keyword + ", but found " + line.word());
        }
        return meaning.apply(word);
    }

    /** Reads the files of a keyword; the fallback null stands for the default identities. */
    List<Path> paths(String keyword, Map<Character, String> tokens, @Nullable List<String> fallback)
            throws SshConfigException {
        List<SshConfigLine> found = lines.get(keyword);
        if (found == null) {
            return fallback == null
                    ? defaultIdentities()
                    : fallback.stream().map(Path::of).toList();
        }
        List<Path> paths = new ArrayList<>();
        for (SshConfigLine line : found) {
            for (String word : line.words()) {
                if (!word.equalsIgnoreCase("none")) {
                    paths.add(path(line, word, tokens));
                }
            }
        }
        return paths;
    }

    private List<Path> defaultIdentities() {
        Path directory = settings.sshDirectory();
        return Stream.concat(
                        DEFAULT_IDENTITIES.stream().map(directory::resolve),
                        DEFAULT_SECURITY_KEYS.stream().map(directory::resolve).filter(Files::exists))
                .toList();
    }

    private Path path(SshConfigLine line, String text, Map<Character, String> tokens) throws SshConfigException {
        String fromHome = HomePath.expand(line, text, settings.home());
        // of all files only these have names without tokens
        boolean asItIs = line.keyword().equals("globalknownhostsfile");
        return HomePath.of(line, asItIs ? fromHome : TokenExpansion.expand(line, fromHome, tokens));
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
            SshConfigLine said = line(keyword.lower());
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
        return path(line, word, tokens);
    }

    /** Returns whether there is a value other than {@code none}. */
    boolean isSet(String keyword) {
        SshConfigLine line = line(keyword);
        return line != null && !line.word().equalsIgnoreCase("none");
    }

    /** Reads the command that leads to the host, its tokens replaced; empty if there is none. */
    Optional<ProxyCommand> proxyCommand(Map<Character, String> tokens) throws SshConfigException {
        SshConfigLine line = line("proxycommand");
        if (line == null || !isSet("proxycommand")) {
            return Optional.empty();
        }
        if (line.word().equals("-") || flag("proxyusefdpass")) {
            throw new SshConfigException(
                    line.where() + ": a ProxyCommand must be a command through which the connection"
                            + " goes; \"-\" and ProxyUseFdpass are not supported");
        }
        String text = line.word();
        String command = TokenExpansion.expandPercent(line, text, HostTokens.forProxy(tokens));
        return Optional.of(new ProxyCommand(text, command.startsWith("exec") ? command : "exec " + command));
    }

    List<JumpHost> jumps(SshHost host, Map<Character, String> tokens) throws SshConfigException {
        SshConfigLine line = line("proxyjump");
        if (line == null || !isSet("proxyjump")) {
            return List.of();
        }
        List<JumpHost> jumps = new ArrayList<>();
        for (String text : line.word().split(",", -1)) {
            jumps.add(JumpHost.parse(line, text).expanded(line, HostTokens.forProxy(tokens)));
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
        long seconds = seconds("connecttimeout", 0);
        return seconds == 0 ? settings.connectTimeout() : Duration.ofSeconds(seconds);
    }

    /** Reads it; a host that is never asked would never be missed, so 0 stands for the default. */
    KeepAlive keepAlive() throws SshConfigException {
        KeepAlive usual = KeepAlive.DEFAULT;
        long interval = seconds("serveraliveinterval", 0);
        int most = number("serveralivecountmax", 0);
        return new KeepAlive(
                interval == 0 ? usual.interval() : Duration.ofSeconds(interval), most == 0 ? usual.unanswered() : most);
    }

    private long seconds(String keyword, long fallback) throws SshConfigException {
        SshConfigLine line = line(keyword);
        if (line == null) {
            return fallback;
        }
        return SshTime.seconds(line.word())
                .orElseThrow(() -> new SshConfigException(line.where() + ": expected a time such as 90 or 10m for "
                        + keyword + ", but found " + line.word()));
    }

    int number(String keyword, int fallback) throws SshConfigException {
        SshConfigLine line = line(keyword);
        if (line == null) {
            return fallback;
        }
        if (!line.word().matches("\\d{1,9}")) {
            throw new SshConfigException(
                    line.where() + ": expected a number for " + keyword + ", but found " + line.word());
        }
        return Integer.parseInt(line.word());
    }
}
