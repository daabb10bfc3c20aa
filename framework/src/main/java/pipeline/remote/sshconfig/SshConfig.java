package pipeline.remote.sshconfig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** The SSH configuration as it stood when it was read; thread-safe. */
public final class SshConfig {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.remote");
    private static final int LONGEST_ROUTE = 8;
    private static final Path SYSTEM_DIRECTORY = Path.of("/etc/ssh");

    private final SshSettings settings;
    private final List<SshConfigLine> lines;
    private final Set<String> warned;

    private SshConfig(SshSettings settings, List<SshConfigLine> lines, Set<String> warned) {
        this.settings = settings;
        this.lines = List.copyOf(lines);
        this.warned = warned;
    }

    /** Reads the files that the settings name; those of the user and of the system need not exist. */
    public static SshConfig read(SshSettings settings) throws SshConfigException {
        return read(settings, ConcurrentHashMap.newKeySet());
    }

    /** Reads the files again; what was warned about stays warned about. */
    public SshConfig again() throws SshConfigException {
        return read(settings, warned);
    }

    private static SshConfig read(SshSettings settings, Set<String> warned) throws SshConfigException {
        SshConfigFile user = new SshConfigFile(settings.home(), settings.sshDirectory());
        Path only = settings.sshConfig();
        List<SshConfigLine> lines = new ArrayList<>();
        if (only != null) {
            lines.add(SshConfigLine.ofFile(only, user.read(only)));
        } else {
            Path own = settings.sshDirectory().resolve("config");
            if (Files.exists(own)) {
                lines.add(SshConfigLine.ofFile(own, user.read(own)));
            }
            Path system = SYSTEM_DIRECTORY.resolve("ssh_config");
            if (Files.exists(system)) {
                lines.add(SshConfigLine.ofFile(
                        system, new SshConfigFile(settings.home(), SYSTEM_DIRECTORY).read(system)));
            }
        }
        return new SshConfig(settings, lines, warned);
    }

    /** Says whether a block names the host by more than {@code *}. */
    public boolean mentions(String host) throws SshConfigException {
        return find(host).mentioned();
    }

    /** Gives how to reach a host. */
    SshHost lookup(String host) throws SshConfigException {
        return lookup(host, null);
    }

    /** Gives the hosts to go through, the first to connect to first, and the host itself as the last. */
    public List<SshHost> route(String host) throws SshConfigException {
        return route(lookup(host), 0);
    }

    private List<SshHost> route(SshHost host, int depth) throws SshConfigException {
        if (depth == LONGEST_ROUTE) {
            throw new SshConfigException("the ProxyJump of " + host.name() + " leads over more than " + LONGEST_ROUTE
                    + " hosts; do they name each other?");
        }
        List<SshHost> route = new ArrayList<>();
        List<JumpHost> jumps = host.jumps();
        for (JumpHost jump : jumps) {
            SshHost next = lookup(jump.host(), jump);
            // only the first has a way of its own; the others are reached through it, as with OpenSSH
            route.addAll(route.isEmpty() ? route(next, depth + 1) : List.of(next));
        }
        route.add(host);
        return route;
    }

    private SshHost lookup(String host, @Nullable JumpHost jump) throws SshConfigException {
        SshConfigLookup lookup = find(host);
        String problem = lookup.problem();
        if (problem != null) {
            throw new SshConfigException(problem);
        }
        for (SshConfigLine line : lookup.ignored()) {
            if (warned.add(line.where())) {
                LOGGER.warn("{}: {} is not honoured", line.where(), line.keyword());
            }
        }
        return new SshHost(host, lookup.found(), settings, jump);
    }

    private SshConfigLookup find(String host) throws SshConfigException {
        SshConfigLookup lookup = new SshConfigLookup(host, settings.user());
        lookup.read(lines);
        return lookup;
    }
}
