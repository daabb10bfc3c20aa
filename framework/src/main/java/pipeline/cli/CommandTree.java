package pipeline.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;
import pipeline.cli.catalogue.CommandWords;
import pipeline.cli.catalogue.DescribeCommand;
import pipeline.cli.catalogue.RecipeCatalogue;
import pipeline.cli.catalogue.RecipesCommand;
import pipeline.cli.catalogue.TasksCommand;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandNode;
import pipeline.cli.compare.RunsCommands;
import pipeline.cli.configured.ConfiguredCheckReach;
import pipeline.cli.configured.ConfiguredHosts;
import pipeline.cli.configured.ConfiguredScanReach;
import pipeline.cli.configured.RunSections;
import pipeline.cli.engine.Engine;
import pipeline.cli.hosts.HostCheckCommands;
import pipeline.cli.inspect.InspectCommands;
import pipeline.cli.jobs.JobsCommands;
import pipeline.cli.maps.MapCommands;
import pipeline.cli.options.RefreshOptions;
import pipeline.cli.options.RunOptions;
import pipeline.cli.options.WorkOptions;
import pipeline.cli.recipe.RecipeWords;
import pipeline.cli.report.ReportCommands;
import pipeline.cli.run.RefreshCommand;
import pipeline.cli.run.RunCommand;
import pipeline.cli.run.WorkCommand;
import pipeline.cli.scaffold.ExampleCommand;
import pipeline.cli.scaffold.NewRecipeCommand;
import pipeline.cli.settings.SettingsCommands;
import pipeline.cli.status.StatusCommands;
import pipeline.cli.table.TableCommands;
import pipeline.config.Configuration;
import pipeline.config.HostGroups;
import pipeline.recipe.Recipe;
import pipeline.store.OpenMode;
import pipeline.store.settings.JobTables;

/** All words of the command line: the commands, and behind some of them the recipes. */
final class CommandTree {

    private final CliEnvironment environment;
    private final Engine.Factory engines;
    private final Supplier<RecipeCatalogue> catalogue;

    /**
     * Makes it.
     *
     * @param catalogue looks for the recipes, once, when a command needs them
     */
    private CommandTree(CliEnvironment environment, Supplier<RecipeCatalogue> catalogue, Engine.Factory engines) {
        this.environment = environment;
        this.engines = engines;
        this.catalogue = catalogue;
    }

    /** Returns the root. */
    static CommandNode of(CliEnvironment environment, Supplier<RecipeCatalogue> catalogue, Engine.Factory engines) {
        return new CommandTree(environment, catalogue, engines).root();
    }

    private CommandNode root() {
        CommandNode root = recipes(
                "pipeline",
                new RecipeWords.Mode<>(
                        List.of(),
                        RunOptions::new,
                        new RunCommand(environment, engines),
                        CommandWords.ALL,
                        CommandHelp.run(this::recipeClasses)));
        root.add(new CommandNode("example", () -> new ExampleCommand(environment)));
        root.add(new CommandNode("new-recipe", () -> new NewRecipeCommand(environment)));
        root.add(MapCommands.node(environment, new ConfiguredScanReach(environment, engines)));
        root.add(new CommandNode("describe", () -> new DescribeCommand(environment, catalogue)));
        root.add(new CommandNode("recipes", () -> new RecipesCommand(environment, catalogue)));
        root.add(new CommandNode("tasks", () -> new TasksCommand(environment)));
        root.add(SettingsCommands.node(environment, this::readSections));
        TableCommands table = table();
        JobsCommands.nodes(table).forEach(root::add);
        StatusCommands.nodes(table).forEach(root::add);
        InspectCommands.nodes(table).forEach(root::add);
        ReportCommands.nodes(table).forEach(root::add);
        ConfiguredScanReach reach = new ConfiguredScanReach(environment, engines);
        root.path(List.of("hosts"))
                .get(1)
                .add(HostCheckCommands.node(environment, new ConfiguredCheckReach(environment, reach)));
        root.add(RunsCommands.node(table));
        root.add(recipes(
                "work",
                new RecipeWords.Mode<>(
                        List.of("work"),
                        WorkOptions::new,
                        new WorkCommand(environment, engines),
                        List.of(),
                        CommandHelp.work(this::recipeClasses))));
        // without a recipe it looks only after what dead masters and workers left
        RecipeWords<RefreshOptions> refreshed = words(new RecipeWords.Mode<>(
                List.of("jobs", "refresh"),
                RefreshOptions::new,
                new RefreshCommand(environment, engines),
                List.of(),
                CommandHelp.refresh()));
        root.path(List.of("jobs", "refresh")).get(2).addNames(refreshed::named, refreshed::overview);
        return root;
    }

    private TableCommands table() {
        return new TableCommands(
                environment,
                (settings, isChanging) -> JobTables.open(settings, isChanging ? OpenMode.WRITE : OpenMode.READ),
                configuration -> ConfiguredHosts.read(configuration, environment.variables()),
                this::readSections);
    }

    private HostGroups readSections(Configuration configuration, Path runtime) {
        return RunSections.from(configuration, runtime, environment, engines).groups();
    }

    private <O> CommandNode recipes(String word, RecipeWords.Mode<O> mode) {
        RecipeWords<O> words = words(mode);
        return new CommandNode(word, words::overview).addNames(words::named, words::overview);
    }

    private <O> RecipeWords<O> words(RecipeWords.Mode<O> mode) {
        return new RecipeWords<>(catalogue, mode, environment);
    }

    private SortedMap<String, Class<? extends Recipe>> recipeClasses() {
        return catalogue.get().recipes();
    }
}
