package pipeline.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import pipeline.text.ShellQuoting;
import pipeline.text.SnakeCase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a compute job runs on its host.
 *
 * <pre>{@code
 * JobCommand list = new JobCommand.Executable(List.of("ls", "-l", "/data"));
 * ComputeJob onOne = ComputeJob.of("node1", list);
 * }</pre>
 */
public sealed interface JobCommand {

    /** Returns the short name that stands in loggers and file names, such as {@code sha256sum}. */
    String program();

    /** Returns the command as a person would type it; for messages only, never for a shell. */
    String describe();

    /** Returns the command as it stands in keys and in the job table. */
    default ObjectNode toJson() {
        return CommandJson.of(this);
    }

    /**
     * Reads what {@link #toJson()} wrote.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static JobCommand fromJson(JsonNode json) {
        return CommandJson.read(json);
    }

    /**
     * A program that is on the node already, with its arguments, run as they are: no shell looks at them.
     *
     * @param words the program and its arguments; at least one, none with a NUL character
     */
    record Executable(List<String> words) implements JobCommand {
        public Executable {
            words = List.copyOf(words);
            if (words.isEmpty() || words.get(0).isEmpty()) {
                throw new IllegalArgumentException("a command must name a program, but was empty");
            }
            words.forEach(JobCommand::refuseNul);
        }

        @Override
        public String program() {
            return baseName(words.get(0));
        }

        @Override
        public String describe() {
            return ShellQuoting.quoted(words);
        }
    }

    /**
     * A node script: a file on the master that is brought to the node and gets the address and the port of the log
     * server as its first two arguments.
     *
     * @param file an existing file on the master whose first line says what runs it ({@code #!/usr/bin/env python3})
     * @param arguments the arguments after the first two; none with a NUL character
     */
    record Script(Path file, List<String> arguments) implements JobCommand {
        public Script {
            Objects.requireNonNull(file, "file is null");
            arguments = List.copyOf(arguments);
            arguments.forEach(JobCommand::refuseNul);
        }

        @Override
        public String program() {
            String name = String.valueOf(file.getFileName());
            int dot = name.lastIndexOf('.');
            return dot > 0 ? name.substring(0, dot) : name;
        }

        @Override
        public String describe() {
            List<String> words = new ArrayList<>(List.of(file.toString(), "LOG_HOST", "LOG_PORT"));
            words.addAll(arguments);
            return ShellQuoting.quoted(words);
        }
    }

    /**
     * A Java node program, named by its class.
     *
     * @param className the binary name of a class that extends {@code pipeline.node.NodeProgram}
     * @param arguments JSON values
     */
    record Program(String className, List<JsonNode> arguments) implements JobCommand {
        public Program {
            Objects.requireNonNull(className, "className is null");
            arguments = List.copyOf(arguments);
        }

        @Override
        public String program() {
            String simpleName =
                    className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
            return SnakeCase.of(
                    simpleName.endsWith("Node") && simpleName.length() > 4
                            ? simpleName.substring(0, simpleName.length() - 4)
                            : simpleName);
        }

        @Override
        public String describe() {
            List<String> words = new ArrayList<>(List.of(className));
            arguments.forEach(argument -> words.add(argument.toString()));
            return ShellQuoting.quoted(words);
        }
    }

    private static String baseName(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() ? path : name;
    }

    private static void refuseNul(String word) {
        if (word.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "an argument must not hold a NUL character, but was " + ShellQuoting.quote(word));
        }
    }
}
