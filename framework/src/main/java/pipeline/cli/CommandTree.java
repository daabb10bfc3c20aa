package pipeline.cli;

import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.jobs.JobsCommands;

/** All recipes and commands with their options as one tree, for what describes them: the man page and the completions. */
final class CommandTree {

    private static final String NAME = "pipeline";

    private CommandTree() {}

    static CommandLine of(RecipeCatalogue recipes, CliEnvironment environment) {
        CommandLine root = named(NAME, "Runs a recipe, or looks at the job table.");
        addRecipes(root, recipes, NAME, CommandHelp.run(recipes.recipes()), RunOptions::new);
        for (String word : JobsCommands.WORDS) {
            CommandLine command = JobsCommands.tree(word);
            if (word.equals(CommandWord.REFRESH_WORDS.get(0))) {
                command.getCommandSpec().removeSubcommand(CommandWord.REFRESH_WORDS.get(1));
                command.addSubcommand(refresh(recipes));
            }
            root.addSubcommand(word, command);
        }
        CommandLine work = named(
                CommandWord.WORK_WORD, "Takes jobs of a recipe from the job table and runs them on this machine.");
        work.getCommandSpec().usageMessage().customSynopsis("pipeline work RECIPE -j JOB [OPTION...] [ARGUMENT...]");
        addRecipes(work, recipes, NAME + " work", CommandHelp.work(recipes.recipes()), WorkOptions::new);
        root.addSubcommand(CommandWord.WORK_WORD, work);
        root.addSubcommand(new ExampleCommand(environment));
        // texts are no formats
        return root.setInterpolateVariables(false);
    }

    private static CommandLine refresh(RecipeCatalogue recipes) {
        CommandLine refresh = named(
                CommandWord.REFRESH_WORDS.get(1),
                "Brings the job table up to date with what a recipe's source says now.");
        refresh.getCommandSpec()
                .usageMessage()
                .customSynopsis("pipeline jobs refresh RECIPE -j JOB [OPTION...] [ARGUMENT...]");
        addRecipes(refresh, recipes, NAME + " jobs refresh", CommandHelp.refresh(), RefreshOptions::new);
        return refresh;
    }

    private static CommandLine named(String name, String description) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
        spec.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version.")
                .build());
        return new CommandLine(spec);
    }

    private static void addRecipes(
            CommandLine above,
            RecipeCatalogue recipes,
            String before,
            PipelineCommand.Manual manual,
            Supplier<Object> options) {
        recipes.recipes()
                .forEach((name, type) ->
                        above.addSubcommand(name, new RecipeCommand(type, before, manual, options.get()).spec()));
    }
}
