package pipeline.recipe.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import pipeline.mapfile.DataMap;
import pipeline.text.Plural;

/** Compares the maps that a step wrote with those that it read: one of another length cannot be aligned with them. */
record MapLengths(RecipeMapfiles maps) {

    /** Returns a line for each map that is as long as none that was read. */
    List<String> describe() {
        Map<Path, DataMap> read = maps.taken();
        List<String> lines = new ArrayList<>();
        maps.written().forEach((file, written) -> {
            int size = written.map().size();
            if (!read.isEmpty() && read.values().stream().noneMatch(map -> map.size() == size)) {
                lines.add("its map %s has %s; it read %s"
                        .formatted(
                                file.getFileName(),
                                Plural.of(size, "entry", "entries"),
                                read.entrySet().stream()
                                        .map(entry -> entry.getKey().getFileName() + " with "
                                                + entry.getValue().size())
                                        .sorted()
                                        .collect(Collectors.joining(", "))));
            }
        });
        return lines.stream().sorted().toList();
    }
}
