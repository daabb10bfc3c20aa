package pipeline.recipe.run;

import java.util.Optional;
import java.util.stream.Stream;
import pipeline.recipe.Recipe;

/** Finds where in a recipe's own code a stack trace stands. */
public final class RecipeLocation {

    private RecipeLocation() {}

    /**
     * Returns the innermost frame of the recipe's class, of one inside it or that it extends, or of one that was compiled with
     * it, such as {@code MyRecipe.run(MyRecipe.java:42)}; empty if there is none.
     *
     * @param frames the innermost first
     */
    public static Optional<String> of(Class<? extends Recipe> recipe, StackTraceElement... frames) {
        return Stream.of(frames)
                .filter(frame -> !isHidden(frame))
                .filter(frame -> isOwn(recipe, frame.getClassName()) || isBeside(recipe, frame))
                .findFirst()
                .map(RecipeLocation::text);
    }

    private static boolean isOwn(Class<?> recipe, String name) {
        for (Class<?> type = recipe; type != null && type != Recipe.class; type = type.getSuperclass()) {
            if (name.equals(type.getName()) || name.startsWith(type.getName() + "$")) {
                return true;
            }
        }
        return false;
    }

    /** What Java makes of a lambda has no place; the code in it is a method of the class that it stands in. */
    public static boolean isHidden(StackTraceElement frame) {
        return frame.getClassName().contains("$$Lambda");
    }

    /** A recipe in a file has a class loader of its own; its libraries have it too, but not its package. */
    private static boolean isBeside(Class<?> recipe, StackTraceElement frame) {
        String loader = recipe.getClassLoader() == Recipe.class.getClassLoader()
                ? null
                : recipe.getClassLoader().getName();
        String name = frame.getClassName();
        return loader != null
                && loader.equals(frame.getClassLoaderName())
                && name.substring(0, name.lastIndexOf('.') + 1).equals(packagePrefix(recipe));
    }

    private static String packagePrefix(Class<?> recipe) {
        return recipe.getName().substring(0, recipe.getName().lastIndexOf('.') + 1);
    }

    private static String text(StackTraceElement frame) {
        String name = frame.getClassName();
        String place = frame.getFileName() == null ? "" : frame.getFileName() + ":" + frame.getLineNumber();
        return "%s.%s(%s)".formatted(name.substring(name.lastIndexOf('.') + 1), frame.getMethodName(), place);
    }
}
