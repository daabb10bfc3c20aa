package pipeline.cli.maps;

import java.io.IOException;
import java.util.List;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.IoErrorText;
import pipeline.cli.common.UserErrorException;
import pipeline.config.ConfigurationException;
import pipeline.hostset.HostSet;
import pipeline.mapfile.MapfileException;
import pipeline.remote.UnknownHostsException;
import pipeline.scan.FileScan;

/** Looks for files on hosts as the configuration and the options of a command say. */
final class HostSearch {

    private final ScanReach reach;
    private final ConfigurationOptions configuration;
    private final ScanOptions options;

    HostSearch(ScanReach reach, ConfigurationOptions configuration, ScanOptions options) {
        this.reach = reach;
        this.configuration = configuration;
        this.options = options;
    }

    /** What is done with what was found, before it is forgotten. */
    @FunctionalInterface
    interface Use<T> {
        T use(FileScan scan) throws IOException, MapfileException;
    }

    /**
     * Searches on all hosts.
     *
     * @throws UserErrorException if a host is unknown or a pattern is wrong
     */
    <T> T search(HostSet hosts, List<String> globs, Use<T> use)
            throws ConfigurationException, MapfileException, InterruptedException {
        options.check(globs);
        List<String> names = hosts.stream().toList();
        try (ScanReach.HostsToScan open = reach.open(configuration, options.miniCluster, names)) {
            open.transport().check(names);
            try (FileScan scan = FileScan.of(open.transport(), names, options.order(globs, open))) {
                return use.use(scan);
            }
        } catch (UnknownHostsException e) {
            throw new UserErrorException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UserErrorException(
                    ExitCode.FAILED, "what the hosts answer cannot be kept: " + IoErrorText.of(e), e);
        }
    }
}
