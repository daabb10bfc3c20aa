package pipeline.remote.sshconfig;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The SSH configuration as it stood when it was read; thread-safe. */
public final class SshConfig {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.remote");
    /** As OpenSSH has it, from 9.6 on. */
    private static final Pattern FOR_SHELLS = Pattern.compile("^-|[\\s\\p{Cntrl}'`\"$\\\\;&<>|(){}]");

    private static final int LONGEST_ROUTE = 8;
    private static final Path SYSTEM_DIRECTORY = Path.of("/etc/ssh");

    private final SshSettings settings;
    private final List<SshConfigLine> lines;
    private final Set<String> warned;
    private final Predicate<String> names;

    private SshConfig(SshSettings settings, List<SshConfigLine> lines, Set<String> warned, Predicate<String> names) {
        this.settings = settings;
        this.lines = List.copyOf(lines);
        this.warned = warned;
        this.names = names;
    }

    /** Reads the files that the settings name; those of the user and of the system need not exist. */
    public static SshConfig read(SshSettings settings) throws SshConfigException {
        return read(settings, SshConfig::resolves);
    }

    /**
     * The same.
     *
     * @param names says whether a name resolves
     */
    static SshConfig read(SshSettings settings, Predicate<String> names) throws SshConfigException {
        return new SshConfig(settings, lines(settings), ConcurrentHashMap.newKeySet(), names);
    }

    /** Reads the files again; what was warned about stays warned about. */
    public SshConfig again() throws SshConfigException {
        return new SshConfig(settings, lines(settings), warned, names);
    }

    private static boolean resolves(String name) {
        try {
            return InetAddress.getByName(name).getAddress().length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static List<SshConfigLine> lines(SshSettings settings) throws SshConfigException {
        SshConfigFile user = new SshConfigFile(settings.home(), settings.sshDirectory());
        Path only = settings.sshConfig();
        List<SshConfigLine> lines = new ArrayList<>();
        if (only != null) {
            lines.add(SshConfigLine.ofFile(only, user.read(only)));
        } else {
            Path own = settings.sshDirectory().resolve("config");
            if (Files.exists(own)) {
                SshConfigPermissions.check(own);
                lines.add(SshConfigLine.ofFile(own, user.read(own)));
            }
            Path system = SYSTEM_DIRECTORY.resolve("ssh_config");
            if (Files.exists(system)) {
                lines.add(SshConfigLine.ofFile(
                        system, new SshConfigFile(settings.home(), SYSTEM_DIRECTORY).read(system)));
            }
        }
        return lines;
    }

    /** Returns whether a block names the host by more than {@code *}; runs no command of {@code Match exec} for that. */
    public boolean mentions(String host) throws SshConfigException {
        SshConfigLookup lookup = new SshConfigLookup(host, settings, (line, command) -> true, List.of());
        lookup.read(lines);
        return lookup.mentioned();
    }

    /** Returns the name that must resolve for the host to be reached; empty if another host or a command resolves it. */
    public Optional<String> nameToResolve(String host) throws SshConfigException {
        SshHost found = lookup(host);
        boolean direct = found.jumps().isEmpty() && found.proxyCommand().isEmpty();
        return direct ? Optional.of(found.hostName()) : Optional.empty();
    }

    /** Returns how to reach a host. */
    SshHost lookup(String host) throws SshConfigException {
        return lookup(host, List.of());
    }

    /** Returns the hosts to go through, the first to connect to first, and the host itself as the last. */
    public List<SshHost> route(String host) throws SshConfigException {
        return route(lookup(host), 0);
    }

    private List<SshHost> route(SshHost host, int depth) throws SshConfigException {
        if (depth == LONGEST_ROUTE || host.jumps().size() > LONGEST_ROUTE) {
            throw new SshConfigException("the ProxyJump of " + host.name() + " leads over more than " + LONGEST_ROUTE
                    + " hosts; do they name each other?");
        }
        List<SshHost> route = new ArrayList<>();
        List<JumpHost> jumps = host.jumps();
        for (JumpHost jump : jumps) {
            SshHost next = lookup(jump.host(), jump.lines());
            // only the first has a way of its own; the others are reached through it, as with OpenSSH
            route.addAll(route.isEmpty() ? route(next, depth + 1) : List.of(next));
        }
        route.add(host);
        return route;
    }

    private SshHost lookup(String host, List<SshConfigLine> given) throws SshConfigException {
        if (FOR_SHELLS.matcher(host).find()) {
            throw new SshConfigException(
                    "no host can be named " + host
                            + ": what has a meaning for a shell would have it in ProxyCommand and Match exec; ssh refuses it too");
        }
        SshConfigLookup lookup = new SshConfigLookup(
                host, settings, (line, command) -> MatchExec.succeeds(line, command, settings.connectTimeout()), given);
        lookup.read(lines);
        CanonicalHostName canonical = new CanonicalHostName(lookup.values(), names);
        String hostName = canonical.of(lookup.hostName());
        if (lookup.wantsFinalPass() || canonical.isWanted()) {
            warnOf(canonical.ignored());
            lookup.readAgain(lines, hostName);
        }
        String problem = lookup.problem();
        if (problem != null) {
            throw new SshConfigException(problem);
        }
        warnOf(lookup.ignored());
        return new SshHost(host, hostName, lookup.found(), settings);
    }

    private void warnOf(List<SshConfigLine> ignored) {
        for (SshConfigLine line : ignored) {
            if (warned.add(line.where())) {
                LOGGER.warn("{}: {} is not honoured", line.where(), line.keyword());
            }
        }
    }
}
