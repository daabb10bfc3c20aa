package pipeline.cli;

import java.util.List;
import picocli.CommandLine;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandNode;

/** All commands and recipes with their options as picocli's tree, for what describes them: the man page and the completions. */
final class CommandModel {

    private CommandModel() {}

    static CommandLine of(RecipeCatalogue recipes, CliEnvironment environment) {
        CommandNode root = CommandTree.of(environment, () -> recipes, new EngineFactory(environment.variables()));
        // texts are no formats
        return below(root, recipes).setInterpolateVariables(false);
    }

    private static CommandLine below(CommandNode node, RecipeCatalogue recipes) {
        CommandLine line = (node.takesNames() ? node.unknown() : node.command()).commandLine();
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
