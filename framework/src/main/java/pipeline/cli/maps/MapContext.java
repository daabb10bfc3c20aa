package pipeline.cli.maps;

import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.config.ConfigurationException;
import pipeline.hostset.HostSet;
import pipeline.hostset.HostSetException;
import pipeline.text.ShellQuoting;

/** What a command on maps finds around it. */
final class MapContext {

    static final Path STANDARD_INPUT = Path.of("/dev/stdin");

    private final CliEnvironment environment;
    private final ScanReach reach;
    private final ConfigurationOptions configuration;
    private boolean isInputRead;

    MapContext(CliEnvironment environment, ScanReach reach, ConfigurationOptions configuration) {
        this.environment = environment;
        this.reach = reach;
        this.configuration = configuration;
    }

    CliEnvironment environment() {
        return environment;
    }

    PrintStream err() {
        return environment.err();
    }

    /**
     * To be called before standard input is read.
     *
     * @throws UserErrorException if it was read already
     */
    void takeStandardInput() {
        if (isInputRead) {
            throw new UserErrorException(ExitCode.USAGE, "- is typed twice, but standard input can be read once");
        }
        isInputRead = true;
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
     * Reads a host set that was typed, in which {@code @group} may stand.
     *
     * @param what it is called in messages
     * @throws UserErrorException if it is none, or is empty
     */
    HostSet hostSet(String what, String text) throws ConfigurationException {
        try {
            // without groups no configuration is needed
            HostSet hosts = text.indexOf('@') < 0
                    ? HostSet.parse(text)
                    : reach.groups(configuration).hosts(text);
            if (hosts.isEmpty()) {
                throw new UserErrorException(ExitCode.USAGE, what + " names no host");
            }
            return hosts;
        } catch (HostSetException e) {
            throw new UserErrorException(ExitCode.USAGE, what + ": " + e.getMessage(), e);
        }
    }

    ScanReach reach() {
        return reach;
    }
}
