package pipeline.cli.maps;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.MiniClusterOption;
import pipeline.cli.common.UserErrorException;
import pipeline.scan.FileKind;
import pipeline.scan.FileScan;
import pipeline.scan.ScanPattern;
import pipeline.scan.ScanPatternException;
import pipeline.text.ShellQuoting;

/** The options that say what a search takes, and how it gets to the hosts. */
final class ScanOptions {

    private static final Map<String, FileKind> KINDS = kinds();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            order = 1,
            description = "any (files and directories, the default), file or directory.")
    String type = "any";

    @Option(
            names = {"-w", "--working-directory"},
            paramLabel = "DIR",
            order = 2,
            description = "Where relative patterns begin on the hosts. Default: where jobs start.")
    @Nullable
    String directory;

    @Option(
            names = "--fanout",
            paramLabel = "N",
            order = 5,
            description = "Search on at most N hosts at a time. Default: fanout of [remote], else 64.")
    @Nullable
    Integer fanout;

    @Mixin
    MiniClusterOption miniCluster = new MiniClusterOption();

    /** Returns the options of a run that searches. */
    static ScanOptions of(MiniClusterOption miniCluster, Optional<String> directory) {
        ScanOptions options = new ScanOptions();
        options.miniCluster = miniCluster;
        options.directory = directory.orElse(null);
        return options;
    }

    private static Map<String, FileKind> kinds() {
        Map<String, FileKind> kinds = new LinkedHashMap<>();
        kinds.put("any", FileKind.ANY);
        kinds.put("file", FileKind.FILE);
        kinds.put("directory", FileKind.DIRECTORY);
        return kinds;
    }

    /**
     * Reads what was typed.
     *
     * @throws UserErrorException if a pattern or an option is wrong
     */
    FileScan.Order order(List<String> globs, ScanReach.HostsToScan hosts) {
        Integer typed = fanout;
        return new FileScan.Order(
                Optional.ofNullable(directory).or(hosts::directory),
                patterns(globs),
                kind(),
                typed == null ? hosts.fanout() : typed);
    }

    /** Refuses what cannot be looked for, before a host is connected. */
    void check(List<String> globs) {
        patterns(globs);
        kind();
        miniCluster.nodes();
        if (fanout != null && fanout < 1) {
            throw new UserErrorException(ExitCode.USAGE, "--fanout must be at least 1, but was " + fanout);
        }
    }

    private static List<ScanPattern> patterns(List<String> globs) {
        List<ScanPattern> patterns = new ArrayList<>();
        for (String glob : globs) {
            try {
                patterns.add(ScanPattern.parse(glob));
            } catch (ScanPatternException e) {
                throw new UserErrorException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
            }
        }
        return patterns;
    }

    private FileKind kind() {
        FileKind kind = KINDS.get(type);
        if (kind == null) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "--type must be one of %s, but was %s%s"
                            .formatted(
                                    String.join(", ", KINDS.keySet()),
                                    ShellQuoting.quote(type),
                                    DidYouMean.didYouMean(type, KINDS.keySet())));
        }
        return kind;
    }
}
