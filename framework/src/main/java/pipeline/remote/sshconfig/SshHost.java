package pipeline.remote.sshconfig;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
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
    private final Optional<ProxyCommand> proxyCommand;
    private final String addressFamily;
    private final HostKeyPolicy hostKeyPolicy;
    private final @Nullable String hostKeyAlias;
    private final Duration connectTimeout;
    private final KeepAlive keepAlive;
    private final Map<AlgorithmKeyword, AlgorithmList> algorithms;

    /**
     * Evaluates what the SSH configuration says.
     *
     * @param hostName the name or address to connect to
     * @param lines the lines that speak of the host, by keyword
     */
    SshHost(String name, String hostName, Map<String, List<SshConfigLine>> lines, SshSettings settings)
            throws SshConfigException {
        this.name = name;
        this.hostName = hostName;
        SshOptionReader values = new SshOptionReader(lines, settings);
        port = values.port();
        user = values.word("user", settings.user());
        SshConfigLine alias = values.line("hostkeyalias");
        hostKeyAlias = alias == null ? null : alias.word().toLowerCase(Locale.ROOT);
        Map<Character, String> tokens =
                HostTokens.of(name, hostName, port, user, hostKeyAlias == null ? name : hostKeyAlias, settings);
        files = new SshHostFiles(
                values.paths("identityfile", tokens, null),
                values.paths("certificatefile", tokens, List.of()),
                values.flag("identitiesonly"),
                values.agent(tokens),
                values.knownHosts(
                        "userknownhostsfile",
                        tokens,
                        List.of(
                                settings.sshDirectory().resolve("known_hosts").toString(),
                                settings.sshDirectory().resolve("known_hosts2").toString())),
                values.knownHosts("globalknownhostsfile", tokens, SYSTEM_KNOWN_HOSTS),
                values.paths("revokedhostkeys", tokens, List.of()).stream()
                        .findFirst()
                        .orElse(null));
        algorithms = values.algorithms();
        jumps = values.jumps(this, tokens);
        proxyCommand = values.proxyCommand(tokens);
        addressFamily = values.addressFamily();
        hostKeyPolicy = values.policy();
        connectTimeout = values.connectTimeout();
        keepAlive = values.keepAlive();
    }

    /** Returns the name as the map has it. */
    public String name() {
        return name;
    }

    /** Returns the name or address to connect to. */
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

    /** Returns the hosts on the way, the first to connect to first; empty if the host is reached directly. */
    List<JumpHost> jumps() {
        return jumps;
    }

    /** Returns the command through which the host is reached where no other host leads to it; empty if there is none. */
    public Optional<ProxyCommand> proxyCommand() {
        return proxyCommand;
    }

    /** Returns whether the host may be reached by an address of this kind. */
    public boolean takes(InetAddress address) {
        return switch (addressFamily) {
            case "inet" -> address instanceof Inet4Address;
            case "inet6" -> address instanceof Inet6Address;
            default -> true;
        };
    }

    public HostKeyPolicy hostKeyPolicy() {
        return hostKeyPolicy;
    }

    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Returns how a connection that has gone dead is noticed. */
    public KeepAlive keepAlive() {
        return keepAlive;
    }

    /** Returns the name under which the known hosts have the host: {@code host}, {@code [host]:port}, or its alias. */
    public String knownAs() {
        if (hostKeyAlias != null) {
            return hostKeyAlias;
        }
        String lower = hostName.toLowerCase(Locale.ROOT);
        return port == SshPort.DEFAULT ? lower : "[" + lower + "]:" + port;
    }

    /** Returns the name that a certificate of the host must be for. */
    public String certifiedAs() {
        return hostKeyAlias != null ? hostKeyAlias : hostName.toLowerCase(Locale.ROOT);
    }

    /** Returns what the configuration says of algorithms of one kind; empty if it says nothing. */
    public Optional<AlgorithmList> algorithms(AlgorithmKeyword keyword) {
        return Optional.ofNullable(algorithms.get(keyword));
    }

    /** Returns the name without its port, by which the known hosts may have a host at another port too. */
    public Optional<String> knownWithoutPort() {
        return hostKeyAlias != null || port == SshPort.DEFAULT
                ? Optional.empty()
                : Optional.of(hostName.toLowerCase(Locale.ROOT));
    }

    /** Returns {@code host:port} for messages. */
    public String address() {
        return (hostName.contains(":") ? "[" + hostName + "]" : hostName) + ":" + port;
    }
}
