package pipeline.cli.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pipeline.cli.catalogue.ConfiguredTasks;
import pipeline.cli.catalogue.RecipeType;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.configured.ConfiguredGroups;
import pipeline.cli.plan.RunRequest;
import pipeline.cli.recipe.InputSources;
import pipeline.config.ConfigurationException;
import pipeline.config.TaskFiles;
import pipeline.recipe.Recipe;
import pipeline.recipe.UsageException;
import pipeline.recipe.spi.GivenInputs;
import pipeline.recipe.spi.InputOption;
import pipeline.recipe.spi.RecipeBase;
import pipeline.recipe.spi.RecipeLibrary;
import pipeline.recipe.spi.RecipeName;
import pipeline.recipe.spi.StepRecipe;
import pipeline.recipe.spi.StepRequest.OfClass;
import pipeline.recipe.spi.StepRequest.OfFile;
import pipeline.recipe.spi.StepRequest.OfTask;
import pipeline.recipe.spi.StepRequest.RecipeTarget;

/** Finds the recipes of the steps of a run, as the command line would find them. */
final class StepRecipes implements RecipeLibrary {

    private final RunRequest request;
    private final CliEnvironment environment;

    StepRecipes(RunRequest request, CliEnvironment environment) {
        this.request = request;
        this.environment = environment;
    }

    @Override
    public StepRecipe find(RecipeTarget target) {
        if (target instanceof OfTask task) {
            return ofTask(task.name());
        } else if (target instanceof OfFile file) {
            String path = file.file().isAbsolute() ? file.file().toString() : "./" + file.file();
            RecipeType type = request.command()
                    .finder()
                    .find(path, request.typed())
                    .orElseThrow(() -> new UsageException("there is no recipe " + file.file()));
            return new Found(type, Optional.empty());
        } else if (target instanceof OfClass known) {
            Class<? extends Recipe> type = known.type().asSubclass(Recipe.class);
            return new Found(RecipeType.ofStep(type), Optional.empty());
        }
        throw new IllegalArgumentException("unknown " + target);
    }

    @Override
    public Optional<String> startedTask() {
        return request.command().task();
    }

    private StepRecipe ofTask(String name) {
        Map<String, String> names = new LinkedHashMap<>(ConfiguredTasks.names(request.common()));
        TaskFiles files = new ConfiguredTasks(environment)
                .read(request.common().configuration, request.common().tasks.files, names);
        if (!files.has(name)) {
            throw new UserErrorException(
                    ExitCode.CONFIGURATION,
                    files.names().isEmpty()
                            ? "there is no task %s: no task files are named; add -t FILE, or task_files in [DEFAULT] of the configuration"
                                    .formatted(name)
                            : "there is no task %s%s; pipeline tasks lists them"
                                    .formatted(name, DidYouMean.didYouMean(name, files.names())));
        }
        try {
            RecipeType type = request.command().finder().ofTask(name, files, request.typed());
            return new Found(type, Optional.of(files.task(name)));
        } catch (ConfigurationException e) {
            throw new UserErrorException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
    }

    /** A recipe that was found. */
    private final class Found implements StepRecipe {

        private final RecipeType type;
        private final Optional<TaskFiles.Task> task;

        Found(RecipeType type, Optional<TaskFiles.Task> task) {
            this.type = type;
            this.task = task;
        }

        @Override
        public String name() {
            return task.map(TaskFiles.Task::name).orElseGet(() -> RecipeName.of(make()));
        }

        @Override
        public RecipeBase make() {
            return type.make();
        }

        @Override
        public GivenInputs inputs(Map<String, List<String>> overrides) {
            return sources(overrides);
        }

        private InputSources sources(Map<String, List<String>> overrides) {
            ConfiguredGroups groups = new ConfiguredGroups(environment, request.common().configuration);
            return new InputSources(
                    overrides, task, environment.variables(), text -> String.join(",", groups.hosts(text)));
        }

        @Override
        public List<String> problems(List<InputOption> inputs) {
            return sources(Map.of()).problems(inputs);
        }

        @Override
        public List<String> args() {
            return sources(Map.of()).args();
        }
    }
}
