package pipeline.recipe.spi;

import java.nio.file.Path;
import java.util.Optional;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapfileException;

/** Makes maps of what is typed in place of a mapfile's name. */
@FunctionalInterface
public interface MapFinder {

    /** Makes none. */
    MapFinder NONE = named -> Optional.empty();

    /**
     * Returns the map, the same whenever it is asked for; empty if what was typed is the name of a mapfile.
     *
     * @throws MapfileException if the map would hold nothing to do
     */
    Optional<DataMap> find(Path named) throws MapfileException;

    /** Returns what is known of the size of a file of a map that it has made; empty if the file is in none. */
    default Optional<FoundSize> size(String host, String file) {
        return Optional.empty();
    }
}
