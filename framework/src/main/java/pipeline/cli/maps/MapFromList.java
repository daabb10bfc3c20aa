package pipeline.cli.maps;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.MapRemarks;
import pipeline.mapfile.Mapfile;
import pipeline.mapfile.MapfileException;
import pipeline.mapfile.MapfileForm;
import pipeline.parset.ParsetException;
import pipeline.parset.SourceText;
import pipeline.text.Plural;
import pipeline.text.ShellQuoting;
import pipeline.text.VisibleText;

/** Makes a map of lists of files. */
@Command(
        name = "from",
        customSynopsis = "pipeline mapfile from [OPTION...] [FILE...]",
        description = {
            "Makes a map of lists of files: a name on each line, host:name on each line, CSV, TSV, or names with a NUL"
                    + " behind each.",
            "Which of these it is, is guessed and printed. CSV and TSV may have a header with host, file and skip; without one these"
                    + " are the columns. In lists of names, lines that begin with # are comments.",
            "Example: find /data -name '*.MS' -print0 | pipeline mapfile from --host lce001 -o my.mapfile"
        })
final class MapFromList extends MapCommand {

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Lists; - and none: standard input.")
    List<String> files = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            order = 10,
            description = "list, host:path, tsv, csv or nul. Default: guessed.")
    @Nullable
    String format;

    @Option(names = "--host", paramLabel = "HOST", order = 11, description = "The host of names that have none.")
    @Nullable
    String host;

    @Mixin
    final MapDestination destination = new MapDestination();

    @Override
    ExitCode run(MapContext context) throws MapfileException {
        Optional<ListFormat> typed = typed();
        destination.form.form(MapfileForm.DICTS);
        List<MapEntry> entries = new ArrayList<>();
        for (String name : files.isEmpty() ? List.of("-") : files) {
            SourceText source = source(context, name);
            ListFormat as = typed.orElseGet(() -> ListFormat.of(source.text()));
            if (typed.isEmpty()) {
                refuseMap(source);
            }
            List<MapEntry> read = new ListReader(source, as, host).read();
            context.err()
                    .print("%s: %s%s\n"
                            .formatted(
                                    source.name(),
                                    Plural.of(read.size(), "entry", "entries"),
                                    typed.isPresent() ? "" : ", read as " + as.word()));
            entries.addAll(read);
        }
        if (entries.isEmpty()) {
            throw new UserErrorException(ExitCode.CONFIGURATION, "there are no names in it, so there is no map");
        }
        DataMap map = DataMap.of(entries);
        MapRemarks.of(map).forEach(remark -> context.err().print(VisibleText.lines(remark, "")));
        destination.write(context, MapDocument.of(map, MapfileForm.DICTS));
        return ExitCode.DONE;
    }

    /** A list of names is no map, but the lines of a map may be taken for names. */
    private static void refuseMap(SourceText source) {
        DataMap map;
        try {
            map = Mapfile.readAny(source.name(), source.text());
        } catch (MapfileException e) {
            return;
        }
        if (map.size() > 0) {
            throw new UserErrorException(
                    ExitCode.CONFIGURATION,
                    "%s is a map already; pipeline mapfile convert writes it in another form, and --format list takes its lines for names"
                            .formatted(source.name()));
        }
    }

    private Optional<ListFormat> typed() {
        if (format == null) {
            return Optional.empty();
        }
        Optional<ListFormat> known = Stream.of(ListFormat.values())
                .filter(one -> one.word().equals(format))
                .findFirst();
        if (known.isEmpty()) {
            List<String> words =
                    Stream.of(ListFormat.values()).map(ListFormat::word).toList();
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "--format must be one of %s, but was %s%s"
                            .formatted(
                                    words.stream().collect(Collectors.joining(", ")),
                                    ShellQuoting.quote(format),
                                    DidYouMean.didYouMean(format, words)));
        }
        return known;
    }

    private static SourceText source(MapContext context, String name) {
        if (name.equals("-")) {
            context.takeStandardInput();
        }
        try {
            return name.equals("-")
                    ? SourceText.of(
                            "standard input",
                            SourceText.read(MapContext.STANDARD_INPUT).text())
                    : SourceText.of(name, SourceText.read(context.path(name)).text());
        } catch (ParsetException e) {
            throw new UserErrorException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
    }
}
