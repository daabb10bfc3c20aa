package pipeline.recipe.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Logger;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapChange;
import pipeline.mapfile.Mapfile;
import pipeline.mapfile.MapfileException;
import pipeline.mapfile.MapfileForm;
import pipeline.text.Digests;
import pipeline.text.MessageText;

/** Keeps with the job name what its maps were, so that the next run can report what left and came. */
final class MapHistory {

    /** So many changes are named, all are counted. */
    private static final int NAMED = 3;

    private final Path directory;
    private final boolean isKeeping;
    private final Logger logger;
    private final Consumer<String> changed;

    /**
     * Makes it.
     *
     * @param jobDirectory what is kept for the job name
     * @param isKeeping whether this run counts as the last one from now on
     * @param changed takes what the log says of changes
     */
    MapHistory(Path jobDirectory, boolean isKeeping, Logger logger, Consumer<String> changed) {
        this.directory = jobDirectory.resolve("maps");
        this.isKeeping = isKeeping;
        this.logger = logger;
        this.changed = changed;
    }

    /**
     * Reports what has changed since the last run.
     *
     * @param named as it was typed
     */
    void took(Path named, DataMap map) {
        String absolute = named.toAbsolutePath().toString();
        Path file = directory.resolve(Digests.shortened(absolute) + ".mapfile");
        try {
            if (Files.exists(file)) {
                List<MapChange> changes = MapChange.between(Mapfile.readAny(file), map);
                if (changes.isEmpty()) {
                    return;
                }
                String message =
                        "%s is not what it was in the last run of this job: %s".formatted(named, text(changes));
                logger.warn("{}", message);
                changed.accept(message);
            }
            if (isKeeping) {
                Files.createDirectories(directory);
                Mapfile.write(file, map, MapfileForm.JSON_LINES);
            }
        } catch (IOException | MapfileException e) {
            logger.warn("what {} was cannot be kept for the next run: {}", named, e.getMessage());
        }
    }

    private static String text(List<MapChange> changes) {
        String some = changes.stream()
                .limit(NAMED)
                .map(change -> "%s %s %s"
                        .formatted(
                                change.host(),
                                MessageText.shortened(change.file()),
                                change.kind().word()))
                .collect(Collectors.joining(", "));
        return "%s (%s%s)".formatted(MapChange.summary(changes), some, changes.size() > NAMED ? ", ..." : "");
    }
}
