package pipeline.recipe.spi;

/**
 * A declared output of a recipe.
 *
 * @param help one line; may be empty
 * @param type what it is, as people read it, such as {@code whole number}
 * @param isOptional whether it may stay unset
 */
public record RecipeOutput(String name, String help, String type, boolean isOptional) {}
