package pipeline.cli.maps;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.RecordWriter;
import pipeline.config.ConfigurationException;
import pipeline.hostset.HostSet;
import pipeline.mapfile.MapfileException;
import pipeline.mapfile.MapfileForm;
import pipeline.mapfile.MapfileWriter;
import pipeline.scan.FileScan;
import pipeline.scan.FoundFile;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes a map of the files that lie on hosts. */
@Command(
        name = "scan",
        customSynopsis = "pipeline mapfile scan [OPTION...] HOSTSET GLOB...",
        description = {
            "Makes a map of the files that lie on hosts: it looks for them on all hosts at once.",
            "A GLOB is a pattern such as '/data/L*/*.MS', in quotes, so that it is not replaced here; ** before the last part"
                    + " stands for any number of directories. Files and directories count, and a directory that fits is"
                    + " not looked into. The hosts come in the order of HOSTSET, and the files of each by name."
                    + " Exit status: 0 all found; 1 something could not be read or is left out, or nothing fits; 4 a host"
                    + " did not answer, and then there is no map without --partial.",
            "Example: pipeline mapfile scan -o my.mapfile 'lce[001-010]' '/data/*.MS'"
        })
final class ScanFiles extends MapCommand {

    private static final List<String> COLUMNS = List.of("host", "file", "type", "size", "modified");

    @Parameters(index = "0", paramLabel = "HOSTSET", description = "The hosts, such as lce[001-010].")
    String hosts = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "GLOB", description = "Patterns of files on the hosts.")
    List<String> globs = new ArrayList<>();

    @Mixin
    final ScanOptions options = new ScanOptions();

    @Option(names = "--partial", order = 6, description = "Write what was found even if hosts did not answer.")
    boolean partial;

    @Mixin
    final MapDestination destination = new MapDestination();

    @Option(
            names = "--output",
            paramLabel = "FORM",
            order = 32,
            description =
                    "Print no map, but host, file, type, size in bytes and time of each: table, json, jsonl, csv or tsv.")
    @Nullable
    String output;

    @Override
    ExitCode run(MapContext context) throws ConfigurationException, MapfileException, InterruptedException {
        OutputFormat format = OutputFormat.typed(output);
        MapfileForm form = destination.form.form(MapfileForm.DICTS);
        if (format != null && destination.isTyped()) {
            throw new UserErrorException(ExitCode.USAGE, "--output prints no map, so there is no -o or --form with it");
        }
        return new HostSearch(context.reach(), configuration, options)
                .search(context.hostSet("HOSTSET", hosts), globs, scan -> written(context, scan, form, format));
    }

    /** Looks first whether anything is missing: a map that lacks a host is not begun. */
    private ExitCode written(MapContext context, FileScan scan, MapfileForm form, @Nullable OutputFormat format)
            throws IOException, MapfileException {
        ScanReport report = new ScanReport(scan.read(file -> {}));
        report.print(context.err());
        List<String> missing = report.missing();
        if (!missing.isEmpty() && !partial) {
            context.err()
                    .print("no map is written, since %s did not answer; --partial writes one without\n"
                            .formatted(HostSet.folded(missing)));
            return report.status();
        }
        if (format != null) {
            print(context, scan, format);
        } else if (report.files() > 0) {
            destination.write(context, out -> {
                try (MapfileWriter writer = new MapfileWriter(out, form)) {
                    EntrySink sink = new EntrySink(writer);
                    scan.read(sink::add);
                    sink.check();
                }
            });
        }
        return report.status();
    }

    private static void print(MapContext context, FileScan scan, OutputFormat format) throws IOException {
        OptionalInt width =
                format == OutputFormat.TABLE ? context.environment().tty().width() : OptionalInt.empty();
        try (RecordWriter writer = format.begin(context.environment().out(), COLUMNS, width)) {
            scan.read(file -> writer.write(record(file)));
        }
    }

    private static ObjectNode record(FoundFile file) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("host", file.host())
                .put("file", file.name())
                .put("type", file.isDirectory() ? "directory" : "file")
                .put("size", file.size())
                .put(
                        "modified",
                        file.modified() == null ? null : file.modified().toString());
    }
}
