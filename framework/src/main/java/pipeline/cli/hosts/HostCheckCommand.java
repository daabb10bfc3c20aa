package pipeline.cli.hosts;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.HelpOptions;
import pipeline.cli.common.IoErrorText;
import pipeline.cli.common.MiniClusterOption;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.maps.MapArgument;
import pipeline.cli.table.DisplayOptions;
import pipeline.config.ConfigurationException;
import pipeline.config.DurationParser;
import pipeline.hostcheck.HostCheck;
import pipeline.hostcheck.HostReport;
import pipeline.hostset.HostSetException;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.MapfileException;
import pipeline.text.ShellQuoting;
import pipeline.time.Scheduler;

/** Looks at hosts before a run. */
@Command(
        name = "check",
        customSynopsis = "pipeline hosts check [OPTION...] [HOSTSET|MAP]...",
        description = {
            "Looks at hosts before a run, at all of them at once: whether and how they can be logged in to, what programs and how much"
                    + " room they have, how busy they are, whether their clock is right, and with a map whether its files"
                    + " are there. It says what is wrong and what to do.",
            "Hosts that are alike are one line. Without HOSTSET or MAP it looks at @all of the configuration.",
            "Exit status: 0 nothing keeps jobs from running; 1 something does; 4 only that hosts cannot be logged in to, so their jobs"
                    + " would be parked.",
            "Example: pipeline hosts check my.mapfile"
        })
final class HostCheckCommand {

    @Parameters(
            arity = "0..*",
            paramLabel = "HOSTSET|MAP",
            description = "Hosts, such as lce[001-010] or @data; or a map, whose files are looked for too.")
    List<String> what = new ArrayList<>();

    @Option(
            names = "--time-limit",
            paramLabel = "DURATION",
            order = 1,
            description = "How long a host may take for its answer once it is connected. Default: 30s.")
    String timeLimit = "30s";

    @Option(
            names = "--fanout",
            paramLabel = "N",
            order = 2,
            description = "Look at no more than N hosts at a time. Default: fanout of [remote], else 64.")
    @Nullable
    Integer fanout;

    @Option(names = "--all-hosts", order = 3, description = "A line for each host.")
    boolean withAllHosts;

    @Mixin
    MiniClusterOption miniCluster = new MiniClusterOption();

    @Mixin
    DisplayOptions display = new DisplayOptions();

    @Mixin
    ConfigurationOptions configuration = new ConfigurationOptions();

    @Mixin
    HelpOptions help = new HelpOptions();

    /** Does it. */
    ExitCode run(CliEnvironment environment, CheckReach reach)
            throws ConfigurationException, MapfileException, InterruptedException {
        Duration limit = limit();
        Map<String, Set<String>> files = files(environment, reach);
        try (CheckReach.HostsToCheck hosts = reach.open(configuration, miniCluster, files.keySet())) {
            Integer typed = fanout;
            if (typed != null && typed < 1) {
                throw new UserErrorException(ExitCode.USAGE, "--fanout must be at least 1, but was " + typed);
            }
            List<HostCheck.Question> questions = new ArrayList<>();
            files.forEach((host, names) -> questions.add(new HostCheck.Question(host, hosts.script(host), names)));
            List<HostReport> reports = new HostCheck(
                            hosts.transport(),
                            new HostCheck.Limits(typed == null ? hosts.fanout() : typed, limit),
                            Scheduler.system())
                    .ask(questions);
            boolean withFiles = files.values().stream().anyMatch(names -> !names.isEmpty());
            new CheckReports(reports, withFiles, withAllHosts).print(environment, display);
            return status(reports);
        } catch (IOException e) {
            throw new UserErrorException(
                    ExitCode.FAILED, "the mini cluster cannot be started: " + IoErrorText.of(e), e);
        }
    }

    private static ExitCode status(List<HostReport> reports) {
        boolean isFaulty = reports.stream().anyMatch(report -> report.login().isPresent() && report.hasError());
        boolean isAway = reports.stream().anyMatch(report -> report.login().isEmpty());
        return isFaulty ? ExitCode.FAILED : isAway ? ExitCode.PARKED : ExitCode.DONE;
    }

    private Duration limit() {
        return DurationParser.parse(timeLimit)
                .filter(duration -> !duration.isZero())
                .orElseThrow(() -> new UserErrorException(
                        ExitCode.USAGE,
                        "--time-limit must be %s, but was %s"
                                .formatted(DurationParser.EXPECTED, ShellQuoting.quote(timeLimit))));
    }

    /** Returns the hosts in the order in which they were typed, each with the files that are to be there. */
    private Map<String, Set<String>> files(CliEnvironment environment, CheckReach reach)
            throws ConfigurationException, MapfileException {
        Map<String, Set<String>> files = new LinkedHashMap<>();
        for (String text : what) {
            Optional<DataMap> map = map(text, environment, reach);
            if (map.isPresent()) {
                for (MapEntry entry : map.get().active()) {
                    files.computeIfAbsent(entry.host(), host -> new LinkedHashSet<>())
                            .addAll(entry.activeFiles());
                }
            } else {
                hosts(text, reach).forEach(host -> files.computeIfAbsent(host, name -> new LinkedHashSet<>()));
            }
        }
        if (what.isEmpty()) {
            all(reach).forEach(host -> files.put(host, Set.of()));
        }
        if (files.isEmpty()) {
            throw new UserErrorException(
                    ExitCode.USAGE, ShellQuoting.quoted(what) + " names no host that is not skipped");
        }
        return files;
    }

    private Optional<DataMap> map(String text, CliEnvironment environment, CheckReach reach) throws MapfileException {
        MapArgument argument = MapArgument.of(text, environment.directory());
        Path file = argument.file().orElse(null);
        if (file == null) {
            // @source:group names hosts, and no files on them
            return text.startsWith("@") && text.indexOf('/') < 0
                    ? Optional.empty()
                    : reach.maps(configuration, miniCluster).find(Path.of(text));
        }
        boolean isFile =
                text.equals("-") || text.indexOf('/') >= 0 || file.toFile().isFile();
        return isFile ? Optional.of(MapDocument.read(file).map()) : Optional.empty();
    }

    private Iterable<String> hosts(String text, CheckReach reach) throws ConfigurationException {
        try {
            return reach.groups(configuration).hosts(text);
        } catch (HostSetException e) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "%s is no map that is there, and no host set: %s"
                            .formatted(ShellQuoting.quote(text), e.getMessage()),
                    e);
        }
    }

    private Iterable<String> all(CheckReach reach) throws ConfigurationException {
        try {
            return reach.groups(configuration).hosts("@all");
        } catch (HostSetException e) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "say which hosts, such as lce[001-010], or a map whose hosts and files to look at; without that, @all"
                            + " of the configuration is looked at, and it has none",
                    e);
        }
    }
}
