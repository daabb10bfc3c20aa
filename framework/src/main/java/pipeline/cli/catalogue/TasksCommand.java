package pipeline.cli.catalogue;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.UnmatchedArgumentException;
import pipeline.cli.common.CliCommand;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.HelpOptions;
import pipeline.cli.output.OutputOption;
import pipeline.cli.output.RecordWriter;
import pipeline.config.TaskFiles;
import pipeline.text.ShellQuoting;
import pipeline.text.VisibleText;
import tools.jackson.databind.node.JsonNodeFactory;

/** Lists the tasks of the task files, which can be run by their names as recipes can. */
@Command(
        name = "tasks",
        customSynopsis = "pipeline tasks [OPTION...]",
        description =
                "Lists the tasks, which are named settings of recipes: those of task_files in the configuration, and"
                        + " of the task files that are typed. Each is run by its name: pipeline TASK -j JOB.")
public final class TasksCommand implements CliCommand {

    private static final List<String> COLUMNS = List.of("task", "recipe", "from");

    private final CliEnvironment environment;

    @Mixin
    final OutputOption output = new OutputOption();

    @Option(
            names = {"-t", "--task-file"},
            paramLabel = "FILE",
            order = 22,
            description = "List the tasks of this file too.")
    List<String> files = List.of();

    @Mixin
    final ConfigurationOptions configuration = new ConfigurationOptions();

    @Mixin
    final HelpOptions help = new HelpOptions();

    public TasksCommand(CliEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public int run(Typed typed) {
        output.check();
        ConfiguredTasks reader = new ConfiguredTasks(environment);
        TaskFiles tasks = reader.read(configuration, files, Map.of());
        try (RecordWriter writer = output.begin(environment, COLUMNS)) {
            for (String name : new TreeSet<>(tasks.names())) {
                writer.write(JsonNodeFactory.instance
                        .objectNode()
                        .put("task", name)
                        .put("recipe", tasks.recipe(name))
                        .put("from", String.join(", ", tasks.places(name))));
            }
        }
        reader.missing(configuration)
                .forEach(file -> environment
                        .err()
                        .print(VisibleText.line("pipeline: the task file %s of task_files is not there".formatted(file))
                                + "\n"));
        if (tasks.names().isEmpty()) {
            environment
                    .err()
                    .print("there are no tasks; name task files with -t FILE, or as task_files in [DEFAULT] of the"
                            + " configuration\n");
        }
        return environment.outStatus().code();
    }

    @Override
    public String unmatched(UnmatchedArgumentException e) {
        return e.getUnmatched().get(0).startsWith("-")
                ? DidYouMean.unknownOption(e)
                : "tasks takes no arguments, such as " + ShellQuoting.quoted(e.getUnmatched());
    }
}
