package pipeline.cli.catalogue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandConfiguration;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.options.CommonOptions;
import pipeline.config.Configuration;
import pipeline.config.ConfigurationException;
import pipeline.config.TaskFiles;

/** Reads the task files of a command line: those that the configuration names, and after them those that are typed. */
public final class ConfiguredTasks {

    private final CliEnvironment environment;

    public ConfiguredTasks(CliEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Reads them.
     *
     * @param names what values may refer to beside DEFAULT of the configuration, such as {@code job_name}
     * @throws UserErrorException if the configuration or a file cannot be read
     */
    public TaskFiles read(ConfigurationOptions typed, List<String> files, Map<String, String> names) {
        try {
            CommandConfiguration reader = new CommandConfiguration(environment, typed);
            Map<String, String> known = new LinkedHashMap<>(names);
            known.put("cwd", environment.directory().toString());
            Configuration configuration = reader.read(known, Map.of());
            Path runtime = reader.runtimeDirectory(configuration);
            known.put("runtime_directory", runtime.toString());
            if (names.containsKey("job_name")) {
                Path job = configuration
                        .section("layout")
                        .path("job_directory")
                        .orElse(runtime.resolve(String.valueOf(names.get("job_name"))));
                known.put("job_directory", here(job.toString()).toString());
            }
            known.putAll(configuration.entries("DEFAULT"));
            List<Path> all = new ArrayList<>();
            configured(configuration).filter(Files::exists).forEach(all::add);
            files.stream().map(this::here).filter(file -> !all.contains(file)).forEach(all::add);
            return TaskFiles.read(all, known);
        } catch (ConfigurationException e) {
            throw new UserErrorException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns the task files that the configuration names and that are not there: they count as empty. */
    List<Path> missing(ConfigurationOptions typed) {
        try {
            Configuration configuration = new CommandConfiguration(environment, typed).read(Map.of(), Map.of());
            return configured(configuration).filter(file -> !Files.exists(file)).toList();
        } catch (ConfigurationException e) {
            throw new UserErrorException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
    }

    private Stream<Path> configured(Configuration configuration) {
        return configuration.section("DEFAULT").list("task_files").stream()
                .map(this::here)
                .distinct();
    }

    private Path here(String file) {
        return environment.directory().resolve(file).normalize();
    }

    /**
     * Reads those of words of a command line whose command is not known yet.
     *
     * @param typed takes the options that are common to all recipes
     */
    TaskFiles read(List<String> words, CommonOptions typed) {
        try {
            new CommandLine(CommandSpec.forAnnotatedObject(typed))
                    .setUnmatchedArgumentsAllowed(true)
                    .setExpandAtFiles(false)
                    .parseArgs(RecipeFiles.ownWords(words).toArray(String[]::new));
        } catch (ParameterException e) {
            // the command says so when it reads its options
            return read(typed.configuration, List.of(), Map.of());
        }
        return read(typed.configuration, typed.tasks.files, names(typed));
    }

    /** Returns what a task may refer to that is typed. */
    public static Map<String, String> names(CommonOptions typed) {
        return typed.jobName == null ? Map.of() : Map.of("job_name", typed.jobName);
    }
}
