package pipeline.cli.options;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name task files, and a task in them. */
public final class TaskOptions {

    @Option(
            names = {"-t", "--task-file"},
            paramLabel = "FILE",
            order = 105,
            description =
                    "Take the recipe's inputs from a task of this file, as far as they are not typed. A file changes"
                            + " single keys of the tasks in those before it, and in task_files of the configuration.")
    public List<String> files = new ArrayList<>();

    @Option(
            names = "--task",
            paramLabel = "NAME",
            order = 106,
            description =
                    "The task to take from the task files. Default: the only one of the recipe in the last file typed.")
    @Nullable
    public String task;

    @Option(
            names = "--no-task",
            order = 106,
            description =
                    "Take no task for the recipe itself: one that runs tasks as its steps, or whose name a task has too.")
    public boolean noTask;
}
