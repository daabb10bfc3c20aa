package pipeline.cli;

import java.util.Optional;
import java.util.stream.Stream;
import pipeline.recipe.Recipe;

/** Finds where in a recipe's own code a stack trace stands. */
final class RecipeLocation {

    private RecipeLocation() {}

    /**
     * Returns the innermost frame of the recipe's class, of one inside it, or of one that it extends, such as
     * {@code MyRecipe.run(MyRecipe.java:42)}; empty if there is none.
     *
     * @param frames the innermost first
     */
    static Optional<String> of(Class<? extends Recipe> recipe, StackTraceElement... frames) {
        return Stream.of(frames)
                .filter(frame -> isOwn(recipe, frame.getClassName()))
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

    private static String text(StackTraceElement frame) {
        String name = frame.getClassName();
        String place = frame.getFileName() == null ? "" : frame.getFileName() + ":" + frame.getLineNumber();
        return "%s.%s(%s)".formatted(name.substring(name.lastIndexOf('.') + 1), frame.getMethodName(), place);
    }
}
