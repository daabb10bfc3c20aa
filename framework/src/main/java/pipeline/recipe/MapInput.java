package pipeline.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.Mapfile;
import pipeline.mapfile.MapfileException;
import pipeline.recipe.input.BadInputException;
import pipeline.recipe.input.InputTypes;
import pipeline.recipe.spi.RecipeServices;

/**
 * The maps that an input names: a mapfile is read and checked before anything starts, and what lies on hosts
 * ({@code HOSTSET:GLOB}) is looked for when the run begins. Thread-safe.
 */
final class MapInput {

    private static final Pattern ON_HOSTS = Pattern.compile("[^/:]+:.+");

    private final Map<String, Mapfile.Loaded> read = new ConcurrentHashMap<>();
    private volatile @Nullable RecipeServices services;

    /** Returns the map of a text. */
    DataMap read(String text) throws BadInputException {
        RecipeServices running = services;
        if (running != null) {
            try {
                return running.readInputMap(Path.of(text));
            } catch (MapfileException e) {
                throw new BadInputException("must be a mapfile with work in it: " + e.getMessage());
            }
        }
        if (ON_HOSTS.matcher(text).matches() && !Files.exists(Path.of(text))) {
            throw new LateInputException();
        }
        Mapfile.Loaded loaded = InputTypes.mapfile().reader().read(text);
        read.put(text, loaded);
        return loaded.map();
    }

    /** From now on the hosts can be asked. */
    void begin(RecipeServices given) {
        services = given;
        read.forEach((name, loaded) -> given.tookInputMap(Path.of(name), loaded));
    }
}
