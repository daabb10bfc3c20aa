package pipeline.remote.sshconfig;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one host is reached: the values of ssh_config(5) with tokens replaced and defaults filled in; immutable. */
public final class SshHost {

    private static final List<String> SYSTEM_KNOWN_HOSTS =
            List.of("/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2");

    private final String name;
    private final String hostName;
    private final int port;
    private final String user;
    private final SshHostFiles files;
    private final List<JumpHost> jumps;
    private final HostKeyPolicy hostKeyPolicy;
    private final @Nullable String hostKeyAlias;
    private final Duration connectTimeout;
    private final KeepAlive keepAlive;
    private final Map<AlgorithmKeyword, AlgorithmList> algorithms;

    /**
     * Evaluates what the SSH configuration says.
     *
     * @param lines the lines that speak of the host, by keyword
     * @param asJump how a {@code ProxyJump} names the host; null if none did
     */
    SshHost(String name, Map<String, List<SshConfigLine>> lines, SshSettings settings, @Nullable JumpHost asJump)
            throws SshConfigException {
        this.name = name;
        SshValues values = new SshValues(lines, settings);
        hostName = values.expanded("hostname", Map.of('h', name), name);
        Integer jumpPort = asJump == null ? null : asJump.port();
        SshConfigLine portLine = values.line("port");
        port = jumpPort != null
                ? jumpPort
                : portLine == null ? SshPort.DEFAULT : SshPort.parse(portLine, portLine.word());
        String jumpUser = asJump == null ? null : asJump.user();
        user = jumpUser != null ? jumpUser : values.word("user", settings.user());
        SshConfigLine alias = values.line("hostkeyalias");
        hostKeyAlias = alias == null ? null : alias.word();
        Map<Character, String> tokens = tokens(settings);
        files = new SshHostFiles(
                values.paths("identityfile", tokens, null),
                values.paths("certificatefile", tokens, List.of()),
                values.flag("identitiesonly"),
                values.agent(tokens),
                values.knownHosts(
                        "userknownhostsfile",
                        tokens,
                        List.of(settings.sshDirectory().resolve("known_hosts").toString())),
                values.knownHosts("globalknownhostsfile", tokens, SYSTEM_KNOWN_HOSTS),
                values.paths("revokedhostkeys", tokens, List.of()).stream()
                        .findFirst()
                        .orElse(null));
        algorithms = values.algorithms();
        jumps = values.jumps(this);
        hostKeyPolicy = values.policy();
        connectTimeout = values.connectTimeout();
        keepAlive = values.keepAlive();
    }

    private Map<Character, String> tokens(SshSettings settings) {
        Map<Character, String> tokens = new HashMap<>();
        tokens.put('h', hostName);
        tokens.put('n', name);
        tokens.put('r', user);
        tokens.put('p', String.valueOf(port));
        tokens.put('u', settings.user());
        tokens.put('d', settings.home().toString());
        tokens.put('k', hostKeyAlias == null ? name : hostKeyAlias);
        return tokens;
    }

    /** Gives the name as the map has it. */
    public String name() {
        return name;
    }

    /** Gives the name or address to connect to. */
    public String hostName() {
        return hostName;
    }

    public int port() {
        return port;
    }

    public String user() {
        return user;
    }

    public SshHostFiles files() {
        return files;
    }

    /** Gives the hosts on the way, the first to connect to first; empty if the host is reached directly. */
    List<JumpHost> jumps() {
        return jumps;
    }

    public HostKeyPolicy hostKeyPolicy() {
        return hostKeyPolicy;
    }

    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Gives how a connection that has gone dead is noticed. */
    public KeepAlive keepAlive() {
        return keepAlive;
    }

    /** Gives the name under which the known hosts have the host: {@code host}, {@code [host]:port}, or its alias. */
    public String knownAs() {
        if (hostKeyAlias != null) {
            return hostKeyAlias;
        }
        String lower = hostName.toLowerCase(Locale.ROOT);
        return port == SshPort.DEFAULT ? lower : "[" + lower + "]:" + port;
    }

    /** Gives the name that a certificate of the host must be for. */
    public String certifiedAs() {
        return hostKeyAlias != null ? hostKeyAlias : hostName.toLowerCase(Locale.ROOT);
    }

    /** Gives what the configuration says of algorithms of one kind; empty if it says nothing. */
    public Optional<AlgorithmList> algorithms(AlgorithmKeyword keyword) {
        return Optional.ofNullable(algorithms.get(keyword));
    }

    /** Gives the name without its port, by which the known hosts may have a host at another port too. */
    public Optional<String> knownWithoutPort() {
        return hostKeyAlias != null || port == SshPort.DEFAULT
                ? Optional.empty()
                : Optional.of(hostName.toLowerCase(Locale.ROOT));
    }

    /** Gives {@code host:port} for messages. */
    public String address() {
        return (hostName.contains(":") ? "[" + hostName + "]" : hostName) + ":" + port;
    }
}
