package pipeline.cli;

import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import pipeline.cli.catalogue.RecipeCatalogue;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandNode;
import pipeline.cli.engine.EngineFactory;

/** All commands and recipes with their options as picocli's tree, for what describes them: the man page and the completions. */
final class CommandModel {

    private CommandModel() {}

    static CommandLine of(RecipeCatalogue recipes, CliEnvironment environment) {
        CommandNode root = CommandTree.of(environment, () -> recipes, new EngineFactory(environment.variables()));
        // texts are no formats
        return below(root, recipes).setInterpolateVariables(false);
    }

    /** Where a recipe is named the completions offer those that come with Pipeline. */
    private static CommandLine offering(CommandLine line, Collection<String> recipes) {
        CommandSpec spec = line.getCommandSpec();
        for (PositionalParamSpec argument : List.copyOf(spec.positionalParameters())) {
            if (argument.paramLabel().equals("RECIPE")) {
                spec.remove(argument);
                spec.add(PositionalParamSpec.builder(argument)
                        .completionCandidates(recipes)
                        .build());
            }
        }
        return line;
    }

    private static CommandLine below(CommandNode node, RecipeCatalogue recipes) {
        CommandLine line =
                offering((node.takesNames() ? node.unknown() : node.command()).commandLine(), recipes.names());
        for (String name : node.names()) {
            node.child(name).ifPresent(child -> line.addSubcommand(name, below(child, recipes)));
        }
        if (node.takesNames()) {
            recipes.names()
                    .forEach(name -> node.named(name, List.of(name))
                            .ifPresent(recipe -> line.addSubcommand(name, recipe.commandLine())));
        }
        return line;
    }
}
