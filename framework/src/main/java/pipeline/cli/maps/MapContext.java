package pipeline.cli.maps;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.MiniClusterOption;
import pipeline.cli.common.UserErrorException;
import pipeline.config.ConfigurationException;
import pipeline.hostset.HostSet;
import pipeline.hostset.HostSetException;
import pipeline.text.ShellQuoting;

/** What a command on maps finds around it. */
final class MapContext {

    private final CliEnvironment environment;
    private final ScanReach reach;
    private final MapCommand command;

    MapContext(CliEnvironment environment, ScanReach reach, MapCommand command) {
        this.environment = environment;
        this.reach = reach;
        this.command = command;
    }

    CliEnvironment environment() {
        return environment;
    }

    PrintStream err() {
        return environment.err();
    }

    Path path(String name) {
        try {
            return environment.directory().resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new UserErrorException(
                    ExitCode.USAGE, "expected the name of a file, but was " + ShellQuoting.quote(name), e);
        }
    }

    /**
     * Reads a host set that was typed.
     *
     * @param what it is called in messages
     * @throws UserErrorException if it is none, or is empty
     */
    static HostSet hostSet(String what, String text) {
        try {
            HostSet hosts = HostSet.parse(text);
            if (hosts.isEmpty()) {
                throw new UserErrorException(ExitCode.USAGE, what + " names no host");
            }
            return hosts;
        } catch (HostSetException e) {
            throw new UserErrorException(ExitCode.USAGE, what + ": " + e.getMessage(), e);
        }
    }

    /** Opens the way to hosts. */
    ScanReach.Hosts hosts(MiniClusterOption miniCluster, Collection<String> hosts)
            throws ConfigurationException, IOException {
        return reach.open(command.configuration, miniCluster, hosts);
    }
}
