package pipeline.cli.maps;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.config.ConfigurationException;
import pipeline.hostset.HostSet;
import pipeline.mapfile.MapDocument;
import pipeline.mapfile.MapEntry;
import pipeline.text.ShellQuoting;

/** Writes a map with other hosts. */
@Command(
        name = "rehost",
        customSynopsis = "pipeline mapfile rehost [OPTION...] MAP OLD=NEW...",
        description = {
            "Writes a map with other names of hosts: OLD=NEW are two host sets of the same size, and the first of the one becomes the first of the other.",
            "Example: pipeline mapfile rehost my.mapfile 'lce[001-003]=node[1-3]'"
        })
final class RehostMap extends ChangingMapCommand {
    @Parameters(index = "1..*", arity = "1..*", paramLabel = "OLD=NEW", description = "Two host sets of the same size.")
    List<String> renamings = new ArrayList<>();

    @Override
    void check(MapContext context) throws ConfigurationException {
        names(context);
    }

    @Override
    MapDocument changed(MapDocument document, MapContext context) throws ConfigurationException {
        Map<String, String> names = names(context);
        Set<String> unused = new LinkedHashSet<>(names.keySet());
        unused.removeAll(document.map().hosts());
        if (!unused.isEmpty()) {
            context.err().print("not in the map: %s\n".formatted(HostSet.folded(unused)));
        }
        return document.mapping(entry -> MapEntry.of(
                names.getOrDefault(entry.host(), entry.host()), entry.files(), entry.skip(), entry.fileSkips()));
    }

    private Map<String, String> names(MapContext context) throws ConfigurationException {
        Map<String, String> names = new HashMap<>();
        for (String renaming : renamings) {
            String[] sides = renaming.split("=", -1);
            if (sides.length != 2) {
                throw new UserErrorException(
                        ExitCode.USAGE, "expected OLD=NEW, but was " + ShellQuoting.quote(renaming));
            }
            List<String> old = context.hostSet("OLD", sides[0]).stream().toList();
            List<String> other = context.hostSet("NEW", sides[1]).stream().toList();
            if (old.size() != other.size()) {
                throw new UserErrorException(
                        ExitCode.USAGE,
                        "%s has %d hosts on the left and %d on the right; expected as many"
                                .formatted(ShellQuoting.quote(renaming), old.size(), other.size()));
            }
            for (int i = 0; i < old.size(); i++) {
                names.put(old.get(i), other.get(i));
            }
        }
        return names;
    }
}
