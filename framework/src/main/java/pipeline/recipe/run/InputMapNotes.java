package pipeline.recipe.run;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Logger;
import pipeline.hostset.HostSet;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapRemarks;
import pipeline.recipe.spi.RecipeContext;

/** Keeps what the maps are from which a run starts, and reports what is odd in them or not as it was in the last run. Thread-safe. */
final class InputMapNotes {

    private final RecipeContext context;
    private final Logger logger;
    private final SourceGuard guard;
    private final List<String> changes = new CopyOnWriteArrayList<>();

    InputMapNotes(RecipeContext context, Logger logger, SourceGuard guard) {
        this.context = context;
        this.logger = logger;
        this.guard = guard;
    }

    /** Notes a map that the run starts from; who is only asked for the source starts from none. */
    void note(Path named, DataMap map) {
        if (guard.isSourceOnly()) {
            return;
        }
        MapRemarks.of(map).forEach(remark -> logger.warn("{}: {}", named, remark));
        List<String> strangers = context.configuration().outsideCluster(map.hosts());
        if (!strangers.isEmpty()) {
            logger.warn("{}: not in the description of the cluster: {}", named, HostSet.folded(strangers));
        }
        new MapHistory(context.directories().job(), !context.scheduling().isDryRun(), logger, changes::add)
                .took(named, map);
    }

    /** Returns what is to be said of maps that are not what they were in the last run. */
    List<String> changes() {
        return List.copyOf(changes);
    }
}
