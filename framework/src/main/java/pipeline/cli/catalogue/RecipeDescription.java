package pipeline.cli.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import pipeline.recipe.Description;
import pipeline.recipe.Recipe;
import pipeline.recipe.spi.InputOption;
import pipeline.recipe.spi.RecipeControl;
import pipeline.recipe.spi.RecipeName;
import pipeline.recipe.spi.RecipeOutput;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a recipe takes and gives.
 *
 * @param from its class or its file
 * @param arguments the positional ones, as the usage line shows them
 */
record RecipeDescription(
        String name,
        String from,
        List<String> about,
        String arguments,
        List<InputOption> inputs,
        List<RecipeOutput> outputs) {

    private static final String ANY_ARGUMENTS = "[ARGUMENT...]";

    /** Makes the recipe, which does not run. */
    static RecipeDescription of(RecipeType type) {
        Recipe recipe = type.make();
        Optional<Description> description = type.description();
        List<String> about = new ArrayList<>();
        if (!type.sentence().isEmpty()) {
            about.add(type.sentence());
        }
        description.ifPresent(more -> about.addAll(List.of(more.details())));
        return new RecipeDescription(
                RecipeName.of(recipe),
                type.place(),
                about,
                description.map(Description::arguments).orElse(ANY_ARGUMENTS),
                RecipeControl.of(recipe).inputs(),
                RecipeControl.of(recipe).outputs());
    }

    /** Returns it as people read it. */
    String text() {
        StringBuilder text = new StringBuilder("%s, from %s\n".formatted(name, from));
        about.forEach(line -> text.append(line).append('\n'));
        text.append("\nArguments: ")
                .append(arguments.isEmpty() ? "none" : arguments)
                .append('\n');
        List<List<String>> lines = new ArrayList<>();
        inputs.forEach(input -> lines.add(List.of(label(input), input.help(), words(input))));
        append(text, "Inputs", lines);
        lines.clear();
        outputs.forEach(output -> lines.add(List.of(
                output.name(), output.help(), output.type() + (output.isOptional() ? "; may stay unset" : ""))));
        append(text, "Outputs", lines);
        return text.toString();
    }

    private static String label(InputOption input) {
        return "--" + input.name() + (input.placeholder().isEmpty() ? "" : " " + input.placeholder());
    }

    private static String words(InputOption input) {
        StringBuilder words = new StringBuilder(input.form().type());
        if (input.isRequired()) {
            words.append("; required");
        }
        input.defaultText().ifPresent(text -> words.append("; default: ").append(text));
        input.environmentVariable()
                .ifPresent(variable -> words.append("; environment: ").append(variable));
        return words.toString();
    }

    private static void append(StringBuilder text, String head, List<List<String>> lines) {
        text.append('\n').append(head).append(lines.isEmpty() ? ": none\n" : ":\n");
        int width = lines.stream().mapToInt(line -> line.get(0).length()).max().orElse(0);
        String indent = " ".repeat(width + 4);
        for (List<String> line : lines) {
            String first = line.get(1).isEmpty() ? line.get(2) : line.get(1);
            text.append("  ")
                    .append(line.get(0))
                    .append(" ".repeat(width - line.get(0).length() + 2))
                    .append(first)
                    .append('\n');
            if (!line.get(1).isEmpty()) {
                text.append(indent).append(line.get(2)).append('\n');
            }
        }
    }

    /** Returns it as programs read it. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("schema_version", 1).put("recipe", name).put("from", from);
        ArrayNode lines = json.putArray("description");
        about.forEach(lines::add);
        json.put("arguments", arguments);
        ArrayNode taken = json.putArray("inputs");
        for (InputOption input : inputs) {
            ObjectNode one = taken.addObject();
            one.put("name", input.name())
                    .put("help", input.help())
                    .put("type", input.form().type())
                    .put("kind", input.kind().name().toLowerCase(Locale.ROOT))
                    .put("required", input.isRequired())
                    .put("default", input.defaultText().orElse(null))
                    .put("environment_variable", input.environmentVariable().orElse(null));
            ArrayNode choices = one.putArray("choices");
            input.form().choices().forEach(choices::add);
        }
        ArrayNode given = json.putArray("outputs");
        for (RecipeOutput output : outputs) {
            given.addObject()
                    .put("name", output.name())
                    .put("help", output.help())
                    .put("type", output.type())
                    .put("optional", output.isOptional());
        }
        return json;
    }
}
