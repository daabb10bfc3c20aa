package pipeline.cli.maps;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.ExitCode;
import pipeline.config.ConfigurationException;
import pipeline.hostset.HostSet;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapRemarks;
import pipeline.mapfile.Mapfile;
import pipeline.mapfile.MapfileException;
import pipeline.text.Plural;
import pipeline.text.VisibleText;

/** Checks maps. */
@Command(
        name = "validate",
        customSynopsis = "pipeline mapfile validate [OPTION...] MAP...",
        description = {
            "Checks maps as a run does, and reports what may be a mistake: the same file twice, entries that are all skipped. Exit status: 0 all are right, 3 one is not.",
            "Example: pipeline mapfile validate my.mapfile"
        })
final class ValidateMaps extends ReadingCommand {
    @Parameters(arity = "1..*", paramLabel = "MAP", description = "Maps: files, - for standard input, or HOSTSET:GLOB.")
    List<String> maps = new ArrayList<>();

    @Override
    ExitCode run(MapContext context) throws ConfigurationException, MapfileException, InterruptedException {
        ExitCode status = ExitCode.DONE;
        for (String typed : maps) {
            try {
                MapDocument document = read(context, typed);
                Mapfile.check(typed, document.map());
                context.environment().out().print(VisibleText.lines(described(typed, document), ""));
                MapRemarks.of(document.map())
                        .forEach(reported -> context.err().print(VisibleText.lines(typed + ": " + reported, "")));
                warnOfUnknownHosts(context, typed, document.map());
            } catch (MapfileException e) {
                context.err().print(VisibleText.lines("pipeline: " + e.getMessage(), ""));
                status = ExitCode.CONFIGURATION;
            }
        }
        return status;
    }

    private void warnOfUnknownHosts(MapContext context, String typed, DataMap map) throws ConfigurationException {
        List<String> strangers = context.reach().groups(configuration).outsideCluster(map.hosts());
        if (!strangers.isEmpty()) {
            context.err()
                    .print(VisibleText.lines(
                            "%s: not in the description of the cluster: %s".formatted(typed, HostSet.folded(strangers)),
                            ""));
        }
    }

    private static String described(String name, MapDocument document) {
        DataMap map = document.map();
        return "%s: %s, %s, %d of them skipped, hosts %s"
                .formatted(
                        name,
                        MapFormOption.word(document.form()),
                        Plural.of(map.size(), "entry", "entries"),
                        map.size() - map.active().size(),
                        HostSet.folded(map.hosts()));
    }
}
