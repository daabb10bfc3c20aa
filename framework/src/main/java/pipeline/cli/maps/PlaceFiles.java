package pipeline.cli.maps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.IoErrorText;
import pipeline.cli.common.MiniClusterOption;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.RecordWriter;
import pipeline.config.ConfigurationException;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.MapfileException;
import pipeline.mapfile.MapfileForm;
import pipeline.mapfile.PlacementRule;
import pipeline.placement.Arrival;
import pipeline.placement.FilePlacement;
import pipeline.placement.HostRoom;
import pipeline.placement.PlacedFile;
import pipeline.remote.UnknownHostsException;
import pipeline.text.ShellQuoting;
import tools.jackson.databind.node.JsonNodeFactory;

/** Spreads files of this machine over hosts, and makes the map of them. */
@Command(
        name = "place",
        customSynopsis = "pipeline mapfile place [OPTION...] --hosts HOSTSET --to DIR FILE...",
        description = {
            "Spreads files of this machine over hosts: copies them, compares them by SHA-256, and writes the map of them, in which they"
                    + " come in the order in which they are named. A directory is copied with all that is in it.",
            "A file is on a host whole or not at all, and what is there and equal is not sent again: the same command again goes on"
                    + " where it was interrupted. --plan only says what would go where, and connects to no host.",
            "Exit status: 0 all are there; 1 something could not be read or written; 3 a file or a host is wrong, and nothing was"
                    + " copied; 4 a host did not answer. There is no map then without --partial, which writes one of what is"
                    + " there.",
            "Example: pipeline mapfile place --hosts 'lce[001-010]' --to /data/L2010 --by size -o my.mapfile *.MS"
        })
final class PlaceFiles extends MapCommand {

    private static final List<String> COLUMNS = List.of("host", "file", "size", "source");
    private static final int MOST_PER_HOST = 2;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Files and directories of this machine; - for a name on each line of standard input.")
    List<String> files = new ArrayList<>();

    @Option(names = "--hosts", paramLabel = "HOSTSET", order = 1, required = true, description = "The hosts.")
    String hosts = "";

    @Option(
            names = "--to",
            paramLabel = "DIR",
            order = 2,
            required = true,
            description =
                    "Where the files go on each host; the last part is made. A relative name begins where jobs start, and {host} is"
                            + " the name of the host.")
    String directory = "";

    @Option(
            names = "--by",
            paramLabel = "RULE",
            order = 3,
            description =
                    "round-robin (in turn, the default), size (as many bytes on each), or hash (by the names: a host more moves"
                            + " few files).")
    String rule = PlacementRule.ROUND_ROBIN.word();

    @Option(names = "--plan", order = 5, description = "Only say what would go where.")
    boolean plan;

    @Option(names = "--partial", order = 6, description = "Write a map of what is there even if not all is.")
    boolean partial;

    @Option(
            names = {"-0", "--null"},
            order = 7,
            description = "The names of standard input have a NUL behind each, as find -print0 prints them.")
    boolean isSeparatedByNul;

    @Option(
            names = {"-p", "--max-per-node"},
            paramLabel = "N",
            order = 8,
            description = "Copy at most N files at a time to a host. Default: 2.")
    int maxPerNode = MOST_PER_HOST;

    @Option(
            names = "--fanout",
            paramLabel = "N",
            order = 9,
            description = "Copy to at most N hosts at a time. Default: fanout of [remote], else 64.")
    @Nullable
    Integer fanout;

    @Mixin
    MiniClusterOption miniCluster = new MiniClusterOption();

    @Mixin
    final MapDestination destination = new MapDestination();

    @Option(
            names = "--output",
            paramLabel = "FORM",
            order = 32,
            description = "How to print the plan: table, json, jsonl, csv or tsv.")
    @Nullable
    String output;

    @Override
    ExitCode run(MapContext context) throws ConfigurationException, MapfileException, InterruptedException {
        OutputFormat format = OutputFormat.typed(output);
        MapfileForm form = destination.form.form(MapfileForm.DICTS);
        PlacementRule by = rule();
        check(format);
        List<String> names = context.hostSet("--hosts", hosts).stream().toList();
        List<PlacedFile> placed = placed(FilesToPlace.read(context, files, isSeparatedByNul), by, names);
        if (plan) {
            print(context, placed, format == null ? OutputFormat.TABLE : format);
            context.err().print(PlacementReport.plan(placed, names));
            return ExitCode.DONE;
        }
        if (form == MapfileForm.PARSET) {
            // a parset has each host once
            placed = placed.stream()
                    .sorted(Comparator.comparingInt(file -> names.indexOf(file.host())))
                    .toList();
        }
        refuseUnfit(placed, form);
        return copied(context, placed);
    }

    /** What a form cannot hold is reported before anything is copied. */
    private void refuseUnfit(List<PlacedFile> placed, MapfileForm form) throws MapfileException {
        if (!destination.form.isTyped()) {
            return;
        }
        List<MapEntry> entries = placed.stream()
                .map(file -> MapEntry.of(file.host(), inMap(file)))
                .toList();
        try {
            MapDocument.of(DataMap.of(entries), form).write(Writer.nullWriter(), form);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written", e);
        }
    }

    private PlacementRule rule() {
        return Stream.of(PlacementRule.values())
                .filter(one -> one.word().equals(rule))
                .findFirst()
                .orElseThrow(() -> new UserErrorException(
                        ExitCode.USAGE,
                        "--by must be one of %s, but was %s%s"
                                .formatted(
                                        String.join(", ", PlacementRule.words()),
                                        ShellQuoting.quote(rule),
                                        DidYouMean.didYouMean(rule, PlacementRule.words()))));
    }

    private void check(@Nullable OutputFormat format) {
        if (plan && destination.isTyped()) {
            throw new UserErrorException(
                    ExitCode.USAGE, "--plan copies nothing, so there is no map, and no -o or --form with it");
        }
        if (!plan && format != null) {
            throw new UserErrorException(ExitCode.USAGE, "--output says how a plan is printed; type --plan with it");
        }
        if (directory.isEmpty() || directory.indexOf('\n') >= 0) {
            throw new UserErrorException(
                    ExitCode.USAGE, "--to must be a directory on the hosts, but was " + ShellQuoting.quote(directory));
        }
        if (maxPerNode < 1) {
            throw new UserErrorException(ExitCode.USAGE, "-p/--max-per-node must be at least 1, but was " + maxPerNode);
        }
        if (fanout != null && fanout < 1) {
            throw new UserErrorException(ExitCode.USAGE, "--fanout must be at least 1, but was " + fanout);
        }
        OptionalInt unused = miniCluster.nodes();
    }

    private static List<PlacedFile> placed(List<FilesToPlace.Named> named, PlacementRule by, List<String> hosts) {
        List<String> places =
                by.hosts(named.stream().map(FilesToPlace.Named::item).toList(), hosts);
        List<PlacedFile> placed = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            PlacementRule.Item item = named.get(i).item();
            placed.add(new PlacedFile(named.get(i).path(), item.name(), item.size(), places.get(i)));
        }
        return placed;
    }

    private void print(MapContext context, List<PlacedFile> placed, OutputFormat format) {
        OptionalInt width =
                format == OutputFormat.TABLE ? context.environment().tty().width() : OptionalInt.empty();
        try (RecordWriter writer = format.begin(context.environment().out(), COLUMNS, width)) {
            for (PlacedFile file : placed) {
                writer.write(JsonNodeFactory.instance
                        .objectNode()
                        .put("host", file.host())
                        .put("file", inMap(file))
                        .put("size", file.size())
                        .put("source", file.source().toString()));
            }
        }
    }

    private ExitCode copied(MapContext context, List<PlacedFile> placed)
            throws ConfigurationException, MapfileException, InterruptedException {
        List<String> names = placed.stream().map(PlacedFile::host).distinct().toList();
        try (ScanReach.HostsToScan open = context.reach().open(configuration, miniCluster, names)) {
            open.transport().check(names);
            Integer typed = fanout;
            FilePlacement placement = new FilePlacement(
                    open.transport(),
                    new FilePlacement.Order(
                            open.directory(), directory, maxPerNode, typed == null ? open.fanout() : typed),
                    placed);
            List<HostRoom> rooms = placement.rooms();
            String refusals = PlacementReport.refusals(rooms);
            if (!refusals.isEmpty()) {
                context.err().print(refusals + "nothing was copied\n");
                return ExitCode.FAILED;
            }
            try (CopyProgress progress = new CopyProgress(context.environment(), placement, placed)) {
                progress.show();
                return written(context, placement.copy(rooms));
            }
        } catch (UnknownHostsException e) {
            throw new UserErrorException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UserErrorException(ExitCode.FAILED, "the hosts cannot be reached: " + IoErrorText.of(e), e);
        }
    }

    /** Writes a map of what is there and of nothing else. */
    private ExitCode written(MapContext context, List<Arrival> arrivals) throws MapfileException {
        context.err().print(PlacementReport.ends(arrivals));
        ExitCode status = PlacementReport.status(arrivals);
        List<Arrival> there = arrivals.stream().filter(Arrival::isThere).toList();
        if (status != ExitCode.DONE && (!partial || there.isEmpty())) {
            context.err()
                    .print("no map is written; the same command again goes on%s\n"
                            .formatted(there.isEmpty() ? "" : ", and --partial writes a map of what is there"));
            return status;
        }
        List<MapEntry> entries = there.stream()
                .map(arrival -> MapEntry.of(arrival.file().host(), inMap(arrival)))
                .toList();
        destination.write(context, MapDocument.of(DataMap.of(entries), MapfileForm.DICTS));
        return status;
    }

    /** Returns the name that a file has in the map: as the directory was typed, which a home directory cannot be. */
    private String inMap(Arrival arrival) {
        return directory.equals("~") || directory.startsWith("~/") ? arrival.said() : inMap(arrival.file());
    }

    private String inMap(PlacedFile file) {
        String place = directory.replace("{host}", file.host()).replaceFirst("/+$", "");
        if (place.equals(".")) {
            return file.name();
        }
        return (place.startsWith("-") ? "./" : "") + place + "/" + file.name();
    }
}
