package pipeline.recipe.spi;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.job.Outcome;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.Mapfile;
import pipeline.mapfile.MapfileException;

/** What a recipe asks of the engine while it runs. Thread-safe. */
public interface RecipeServices {

    RecipeContext context();

    /** Returns the way in for jobs. */
    JobSubmission jobs();

    DataMap readMap(Path file) throws MapfileException;

    /** Reads a map that an input names. */
    DataMap readInputMap(Path named) throws MapfileException;

    /** Hears of a map that an input named and that has been read. */
    void tookInputMap(Path named, Mapfile.Loaded map);

    /** Writes a map in which every entry is marked skip whose job did not succeed. */
    void writeMap(Path file, DataMap map, List<Outcome> outcomes) throws MapfileException;

    void writeMap(Path file, DataMap map) throws MapfileException;

    /**
     * Runs another recipe as a step of this one, and waits for it.
     *
     * @throws pipeline.recipe.UsageException if there is no such recipe, its inputs are wrong, or the steps go in a circle
     */
    StepEnd runStep(StepRequest request) throws InterruptedException;

    /** Keeps the value of an output until the recipe has ended; null takes it back. */
    void output(String name, @Nullable Object value);

    /** Returns standard output, which the recipe has for itself from now on. */
    PrintStream claimStandardOutput();
}
