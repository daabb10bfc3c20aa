package pipeline.cli.maps;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.config.ConfigurationException;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapfileException;
import pipeline.text.ShellQuoting;

/** Writes a map as several. */
@Command(
        name = "split",
        customSynopsis = "pipeline mapfile split [OPTION...] MAP",
        description = {
            "Writes a map as several files into a directory: one for each host, or one for every N entries. Each is named after the map and its host or number, and the names are printed.",
            "Example: pipeline mapfile split --by host --directory parts my.mapfile"
        })
final class SplitMap extends ReadingCommand {
    @Parameters(index = "0", paramLabel = "MAP", description = "A map: a file, - for standard input, or HOSTSET:GLOB.")
    String map = "";

    @Option(
            names = "--by",
            paramLabel = "HOW",
            order = 10,
            required = true,
            description = "host, or a number of entries.")
    String by = "";

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            order = 11,
            description = "Where the maps go; it is made. Default: the current directory.")
    String directory = ".";

    @Mixin
    final MapFormOption form = new MapFormOption();

    @Override
    ExitCode run(MapContext context) throws ConfigurationException, MapfileException, InterruptedException {
        if (!by.equals("host") && !by.matches("[1-9][0-9]{0,8}")) {
            throw new UserErrorException(
                    ExitCode.USAGE, "--by must be host or a number, but was " + ShellQuoting.quote(by));
        }
        MapDocument document = read(context, map);
        Map<String, List<MapDocument.Line>> parts = by.equals("host") ? byHost(document) : byNumber(document);
        MapDirectory place = new MapDirectory(context, directory, form);
        for (Map.Entry<String, List<MapDocument.Line>> part : parts.entrySet()) {
            place.write(map, "." + part.getKey(), document.withLines(part.getValue()));
        }
        return ExitCode.DONE;
    }

    private static Map<String, List<MapDocument.Line>> byHost(MapDocument document) {
        return document.lines().stream()
                .collect(Collectors.groupingBy(line -> line.entry().host(), LinkedHashMap::new, Collectors.toList()));
    }

    private Map<String, List<MapDocument.Line>> byNumber(MapDocument document) {
        int size = Integer.parseInt(by);
        Map<String, List<MapDocument.Line>> parts = new LinkedHashMap<>();
        for (int from = 0; from < document.lines().size(); from += size) {
            int to = Math.min(document.lines().size() - from, size) + from;
            parts.put("%03d".formatted(parts.size() + 1), document.lines().subList(from, to));
        }
        return parts;
    }
}
