package pipeline.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import pipeline.text.HostName;
import pipeline.text.Json;
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
            arguments.forEach(argument -> words.add(Json.write(argument)));
            return ShellQuoting.quoted(words);
        }
    }

    /**
     * Moves a file or a directory tree: to the host, from it, or from another host to it, by the SSH connections of the master. It arrives
     * whole or not at all, and is compared by SHA-256.
     *
     * <pre>{@code
     * JobCommand fetch = new JobCommand.Transfer(JobCommand.Endpoint.onHost("node1", "/data/x"), JobCommand.Endpoint.onMaster("x"));
     * ComputeJob job = ComputeJob.of("node1", fetch);
     * }</pre>
     *
     * @param source what is moved
     * @param target where to, with its name there; one of both is on the host of the job, and a target that is on a host is on that one
     */
    record Transfer(Endpoint source, Endpoint target) implements JobCommand {
        public Transfer {
            if (source.host().isEmpty() && target.host().isEmpty()) {
                throw new IllegalArgumentException(
                        "a file can be moved from or to a host, but both places are on the master");
            }
            String name = baseName(target.path());
            if (name.equals(".") || name.equals("..") || name.endsWith("/")) {
                throw new IllegalArgumentException(
                        "the target of a file must end with the name that it is to have, but was "
                                + ShellQuoting.quote(target.path()));
            }
        }

        /** Returns the host that runs it: the one it goes to, or else the one it comes from. */
        public String host() {
            return target.host().isEmpty() ? source.host() : target.host();
        }

        @Override
        public String program() {
            return source.host().isEmpty() ? "put" : target.host().isEmpty() ? "get" : "copy";
        }

        @Override
        public String describe() {
            return ShellQuoting.quoted(List.of(program(), source.toString(), target.toString()));
        }
    }

    /**
     * A place for files.
     *
     * <pre>{@code
     * JobCommand.Endpoint there = JobCommand.Endpoint.onHost("node1", "/data/model.fits");
     * JobCommand.Endpoint here = JobCommand.Endpoint.onMaster("model.fits");
     * }</pre>
     *
     * @param host as the map names it; empty for the master
     * @param path on the host; a relative one is one of the directory in which jobs start
     */
    record Endpoint(String host, String path) {
        public Endpoint {
            Objects.requireNonNull(host, "host is null");
            if (path.isEmpty()) {
                throw new IllegalArgumentException("the path of a file must not be empty");
            }
            refuseNul(path);
        }

        /** Returns a place on a host. */
        public static Endpoint onHost(String host, String path) {
            String problem = HostName.problem(host);
            if (problem != null) {
                throw new IllegalArgumentException(problem);
            }
            return new Endpoint(host, path);
        }

        /** Returns a place on the master; a relative one is one of the current directory, now and whenever the job runs again. */
        public static Endpoint onMaster(String path) {
            return new Endpoint("", Path.of(path).toAbsolutePath().normalize().toString());
        }

        @Override
        public String toString() {
            return host.isEmpty() ? path : host + ":" + path;
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
