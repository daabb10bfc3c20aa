package pipeline.recipe.spi;

/**
 * A place that an input names and that lies on the hosts.
 *
 * @param option with its dashes
 * @param place which of the places of nodes
 */
public record NodePlace(String option, InputForm.Place place, String path) {}
