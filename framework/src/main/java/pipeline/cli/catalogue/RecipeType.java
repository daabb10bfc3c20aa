package pipeline.cli.catalogue;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.recipe.Description;
import pipeline.recipe.Recipe;
import pipeline.recipe.run.RecipeLocation;
import pipeline.recipe.spi.DeclarationException;
import pipeline.recipe.spi.RecipeControl;

/**
 * A recipe of which objects can be made.
 *
 * @param type their class
 * @param place where the recipe comes from, as people know it: its file, or its class
 * @param summary what its file says of it beside {@link Description}; empty for nothing
 * @param objects makes one
 * @param changed returns the files that are not as they were when they were read
 */
public record RecipeType(
        Class<? extends Recipe> type,
        String place,
        String summary,
        Callable<? extends Recipe> objects,
        Supplier<List<Path>> changed) {

    /** Returns that of a class on the class path. */
    public static RecipeType of(Class<? extends Recipe> type) {
        return new RecipeType(type, type.getName(), "", () -> instance(type.getConstructor()), List::of);
    }

    /** Returns that of a class that a recipe names as a step, which may hide it and its constructor too. */
    public static RecipeType ofStep(Class<? extends Recipe> type) {
        return new RecipeType(type, type.getName(), "", () -> hidden(type), List::of);
    }

    /** Returns that of a class in a file, which may hide its class and its constructor: there is one file, and one public class in it. */
    static RecipeType ofFile(Class<? extends Recipe> type, Path file, String summary, Supplier<List<Path>> changed) {
        return new RecipeType(type, file.toString(), summary, () -> hidden(type), changed);
    }

    private static Recipe hidden(Class<? extends Recipe> type) throws ReflectiveOperationException {
        Constructor<? extends Recipe> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return instance(constructor);
    }

    private static Recipe instance(Constructor<? extends Recipe> constructor) throws ReflectiveOperationException {
        return constructor.newInstance();
    }

    /**
     * Makes an object.
     *
     * @throws UserErrorException if it cannot be made; the message says why and where
     */
    public Recipe make() {
        try {
            Recipe recipe = objects.call();
            // a declaration without its end is known only when all have been made
            boolean unused = RecipeControl.of(recipe).inputs().isEmpty();
            return recipe;
        } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            throw unusable("it needs to be a public class with a public constructor without parameters", e);
        } catch (InvocationTargetException | ExceptionInInitializerError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String what = cause instanceof DeclarationException ? String.valueOf(cause.getMessage()) : cause.toString();
            String where = RecipeLocation.of(type, cause.getStackTrace())
                    .map(frame -> " at " + frame)
                    .orElse("");
            throw unusable(what + where, e);
        } catch (DeclarationException e) {
            throw unusable(String.valueOf(e.getMessage()), e);
        } catch (LinkageError e) {
            throw unusable(e + "; is all that it needs on the class path?", e);
        } catch (Exception e) {
            throw unusable(String.valueOf(e.getMessage()), e);
        }
    }

    private UserErrorException unusable(String cause, Throwable e) {
        return new UserErrorException(
                ExitCode.CONFIGURATION, "recipe %s cannot be made: %s".formatted(place, cause), e);
    }

    /** Returns what the class says of itself; empty for nothing. */
    public Optional<Description> description() {
        @Nullable Description description = type.getAnnotation(Description.class);
        return Optional.ofNullable(description);
    }

    /** Returns one sentence of what the recipe does; empty for nothing. */
    public String sentence() {
        return description().map(Description::value).orElse(summary);
    }
}
