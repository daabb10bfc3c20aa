package pipeline.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pipeline.text.HostName;
import pipeline.text.Json;
import pipeline.text.ShellQuoting;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One piece of work for one host: the host that holds the data, and what to run there. Immutable.
 *
 * <pre>{@code
 * ComputeJob sort = ComputeJob.command("node1", "sort", "-o", "/data/sorted", "/data/raw")
 *         .outputs("/data/sorted")
 *         .timeout(Duration.ofMinutes(10))
 *         .retries(2)
 *         .cores(4);
 * }</pre>
 */
public final class ComputeJob {

    /** The least urgent priority there is; 0 is the most urgent. */
    public static final int LOWEST_PRIORITY = 255;

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final String host;
    private final JobCommand command;
    private final Variables environment;
    private final @Nullable String workingDirectory;
    private final JobOptions options;
    private final JobMetadata metadata;

    private ComputeJob(
            String host,
            JobCommand command,
            Variables environment,
            @Nullable String workingDirectory,
            JobOptions options,
            JobMetadata metadata) {
        this.host = host;
        this.command = command;
        this.environment = environment;
        this.workingDirectory = workingDirectory;
        this.options = options;
        this.metadata = metadata;
    }

    /** What the program finds in its environment. */
    private record Variables(Map<String, String> plain, Secrets secrets) {}

    /**
     * Makes a job of any command.
     *
     * @param host a name as the mapfile has it; an alias of the SSH configuration is one
     * @throws IllegalArgumentException if the host's name is none, see {@link HostName}
     */
    public static ComputeJob of(String host, JobCommand command) {
        String problem = HostName.problem(host);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        return new ComputeJob(
                host,
                Objects.requireNonNull(command, "command is null"),
                new Variables(Map.of(), Secrets.NONE),
                null,
                JobOptions.NONE,
                JobMetadata.NONE);
    }

    /** Makes a job of a program that is on the node already; its arguments arrive as they are, no shell sees them. */
    public static ComputeJob command(String host, String... words) {
        return of(host, new JobCommand.Executable(List.of(words)));
    }

    /** Makes a job of a program that is on the node already, the program first in the list. */
    public static ComputeJob command(String host, List<String> words) {
        return of(host, new JobCommand.Executable(words));
    }

    /**
     * Makes a job of a node script: a file of the master that is brought to the node; its first two arguments are the
     * address and the port of the log server.
     *
     * @param file a relative one is one of the current directory, now and whenever the job runs again
     */
    public static ComputeJob script(String host, Path file, String... arguments) {
        return of(host, new JobCommand.Script(file.toAbsolutePath(), List.of(arguments)));
    }

    /**
     * Makes a job of a Java node program by the name of its class; recipes use the typed way of {@code Recipe}.
     *
     * @param arguments what JSON can hold: strings, numbers, booleans, null, lists, maps, records; paths and the like
     *     arrive as text
     * @throws IllegalArgumentException if JSON cannot hold one of them
     */
    public static ComputeJob program(String host, String className, Object... arguments) {
        List<JsonNode> values = new ArrayList<>();
        for (Object argument : arguments) {
            try {
                values.add(Json.tree(argument));
            } catch (IllegalArgumentException | JacksonException e) {
                throw new IllegalArgumentException(
                        "argument %d of node program %s, counted from 0: %s"
                                .formatted(values.size(), className, e.getMessage()),
                        e);
            }
        }
        return of(host, new JobCommand.Program(className, values));
    }

    /**
     * Makes a job that brings a file or a directory tree of the master to a host; see {@link JobCommand.Transfer}.
     *
     * @param remote its name there; if it ends with a slash, the directory for it
     */
    public static ComputeJob put(String host, Path file, String remote) {
        return transfer(
                JobCommand.Endpoint.onMaster(file.toString()),
                JobCommand.Endpoint.onHost(host, named(remote, String.valueOf(file.getFileName()))));
    }

    /**
     * Makes a job that brings a file or a directory tree of a host to the master; see {@link JobCommand.Transfer}.
     *
     * @param file its name here, not only a directory for it
     */
    public static ComputeJob get(String host, String remote, Path file) {
        return transfer(JobCommand.Endpoint.onHost(host, remote), JobCommand.Endpoint.onMaster(file.toString()));
    }

    /**
     * Makes a job that brings a file or a directory tree from one host to another, through the master, which keeps nothing of it; see
     * {@link JobCommand.Transfer}. The hosts need not reach each other.
     *
     * @param to its name there; if it ends with a slash, the directory for it
     */
    public static ComputeJob copy(String fromHost, String from, String toHost, String to) {
        return transfer(
                JobCommand.Endpoint.onHost(fromHost, from),
                JobCommand.Endpoint.onHost(
                        toHost, named(to, from.replaceFirst("/+\\z", "").replaceFirst("(?s).*/", ""))));
    }

    private static String named(String path, String name) {
        return path.endsWith("/") ? path + name : path;
    }

    private static ComputeJob transfer(JobCommand.Endpoint source, JobCommand.Endpoint target) {
        JobCommand.Transfer transfer = new JobCommand.Transfer(source, target);
        return of(transfer.host(), transfer);
    }

    /**
     * Returns the same job with one more environment variable.
     *
     * @throws IllegalArgumentException if the name is no name of a POSIX shell, or the value holds a NUL character
     */
    public ComputeJob environment(String name, String value) {
        if (!VARIABLE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "an environment variable must be letters, digits and underscores, but was "
                            + ShellQuoting.quote(name));
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the value of " + name + " must not hold a NUL character");
        }
        Map<String, String> all = new LinkedHashMap<>(environment.plain());
        all.put(name, value);
        return with(new Variables(Collections.unmodifiableMap(all), environment.secrets()));
    }

    /**
     * Returns the same job with one more environment variable whose value no log, no table and no command line shows. A later run
     * must give it anew.
     *
     * @throws IllegalArgumentException if the name is no name of a POSIX shell, or the value is empty or holds a NUL character
     */
    public ComputeJob secret(String name, String value) {
        return secrets(environment.secrets().with(name, value));
    }

    /** Returns the same job with other secrets in place of its own. */
    public ComputeJob secrets(Secrets secrets) {
        return with(new Variables(environment.plain(), secrets));
    }

    private ComputeJob with(Variables changed) {
        return new ComputeJob(host, command, changed, workingDirectory, options, metadata);
    }

    /** Returns the same job run in a directory of the node, which must exist there when the job starts. */
    public ComputeJob workingDirectory(String directory) {
        return new ComputeJob(
                host, command, environment, Objects.requireNonNull(directory, "directory is null"), options, metadata);
    }

    /**
     * Returns the same job with a key of its own: what makes it the same work next time, in place of host, program and
     * arguments.
     *
     * @param values such as {@code Map.of("file", name)}; what JSON can hold, at least one
     * @throws IllegalArgumentException if it is empty or JSON cannot hold a value
     */
    public ComputeJob key(Map<String, ?> values) {
        return with(metadata.with(JobKey.of(values)));
    }

    /** Returns the same job with a label by which people find it in the job table; at most 255 characters. */
    public ComputeJob label(String label) {
        return with(metadata.withLabel(Objects.requireNonNull(label, "label is null")));
    }

    /**
     * Returns the same job with a priority of its own.
     *
     * @param priority from 0, the most urgent, to 255
     */
    public ComputeJob priority(int priority) {
        return with(metadata.withPriority(priority));
    }

    /**
     * Returns the same job made from these outcomes alone, and from those of earlier calls of this method: it runs again when
     * another attempt than these succeeded. A job that does not say it was made from all jobs of the calls before its own.
     */
    public ComputeJob after(Collection<Outcome> outcomes) {
        return with(metadata.with(metadata.reuse().after(outcomes)));
    }

    /** Returns the same job made from these outcomes alone; the same as {@link #after(Collection)} otherwise. */
    public ComputeJob after(Outcome... outcomes) {
        return after(List.of(outcomes));
    }

    /** Returns the same job made from nothing that ran before it in the run. */
    public ComputeJob independent() {
        return with(metadata.with(metadata.reuse().independent()));
    }

    /** Returns the same job run in every run, whether or not it succeeded before. */
    public ComputeJob always() {
        return with(metadata.with(metadata.reuse().inEveryRun()));
    }

    /**
     * Returns the same job with the files and directories on its host that it reads, in place of those of the recipe's maps that it names; no
     * path for none. When what one of them holds has changed, the job runs again, if the run looks at contents ({@code --contents}).
     *
     * <pre>{@code
     * ComputeJob image = ComputeJob.command("node1", "image", "parset.txt").reads("/data/obs.MS", "/data/sky.model");
     * }</pre>
     *
     * @param paths a relative one is one of the directory in which the job starts; one that is a declared output too does not count
     * @throws IllegalArgumentException if a path is empty or holds a NUL character
     */
    public ComputeJob reads(String... paths) {
        return reads(List.of(paths));
    }

    /** Returns the same job with the files and directories that it reads; the same as {@link #reads(String...)} otherwise. */
    public ComputeJob reads(Collection<String> paths) {
        return with(metadata.with(metadata.reuse().reading(paths)));
    }

    /** Returns the same job in a place of a gang; {@link Gang} gives the others theirs. */
    public ComputeJob seated(GangSeat seat) {
        return with(metadata.with(seat));
    }

    private ComputeJob with(JobMetadata changed) {
        return new ComputeJob(host, command, environment, workingDirectory, options, changed);
    }

    /** Returns the same job with a time limit for each attempt, in place of the run's; above zero. */
    public ComputeJob timeout(Duration limit) {
        return options(options.with(new TimeLimit.Fixed(limit)));
    }

    /** Returns the same job with another time limit for each attempt, in place of the run's. */
    public ComputeJob timeout(TimeLimit limit) {
        return options(options.with(Objects.requireNonNull(limit, "limit is null")));
    }

    /** Returns the same job with another number of retries after it failed by itself, in place of the run's; 0 for none. */
    public ComputeJob retries(int number) {
        return options(options.withRetries(number));
    }

    /**
     * Returns the same job with a number of processors that it takes of what its host has; at least 1, in place of the run's.
     *
     * @throws IllegalArgumentException if it is less
     */
    public ComputeJob cores(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("cores must be at least 1, but was " + number);
        }
        return options(options.with(options.resources().withCores(number)));
    }

    /**
     * Returns the same job with a number of bytes that it takes of the memory of its host.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public ComputeJob memory(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("memory must be at least 1 byte, but was " + bytes);
        }
        return options(options.with(options.resources().withMemory(bytes)));
    }

    /**
     * Returns the same job counted in one more named limit: it starts only when fewer than so many jobs that count in the limit
     * run on its machine, such as {@code limit("io", 2)}.
     *
     * @param name at most 64 letters, digits, {@code .}, {@code _} and {@code -}
     * @param most at least 1
     */
    public ComputeJob limit(String name, int most) {
        return options(options.with(options.resources().withLimit(name, most)));
    }

    /** Returns the same job with files or directories that it has to leave on its host, not empty, to count as done. */
    public ComputeJob outputs(String... paths) {
        return outputs(Arrays.stream(paths).map(DeclaredOutput::of).toList());
    }

    /** Returns the same job with what it has to leave on its host to count as done. */
    public ComputeJob outputs(List<DeclaredOutput> outputs) {
        return options(options.with(outputs));
    }

    /**
     * Returns the same job with one more output, which has its name only when the job has succeeded; see
     * {@link DeclaredOutput#atomic}.
     */
    public ComputeJob atomicOutput(String path) {
        List<DeclaredOutput> all = new ArrayList<>(options.outputs());
        all.add(DeclaredOutput.atomic(path));
        return outputs(all);
    }

    /** Returns the same job with a directory of its own on its host, which is removed when it has ended. */
    public ComputeJob scratch() {
        return scratch(Scratch.CONFIGURED);
    }

    /** Returns the same job with a directory of its own on its host. */
    public ComputeJob scratch(Scratch directory) {
        Optional<ParameterFile> file = options.scratch().flatMap(Scratch::parameters);
        return options(options.with(
                directory.parameters().isPresent()
                        ? directory
                        : file.map(directory::with).orElse(directory)));
    }

    /**
     * Returns the same job with a text file that the master prepares for it: it is in the job's directory on scratch, stands in its
     * environment as {@code PIPELINE_PARAMETERS} and in the words of a command in place of {@link ParameterFile#PLACEHOLDER}. When the text
     * changes, the job runs again.
     *
     * @param name without a directory
     * @throws IllegalArgumentException if the name is none, or the text is longer than {@link ParameterFile#MOST}
     */
    public ComputeJob parameterFile(String name, String text) {
        return scratch(options.scratch().orElse(Scratch.CONFIGURED).with(new ParameterFile(name, text)));
    }

    /**
     * Returns the same job with what it prints to standard output as its result, a text that is kept in the job table: at most
     * 1 MiB of UTF-8, or the job fails.
     *
     * @throws IllegalArgumentException for a Java node program, which returns its result
     */
    public ComputeJob captureOutput() {
        if (command instanceof JobCommand.Program) {
            throw new IllegalArgumentException("a Java node program returns its result; what it prints is not one");
        }
        return options(options.capturing());
    }

    /**
     * Returns the same job that leaves its item out when its program ends with one of these exit codes: that is no failure, it is not
     * tried again, and the entry is marked skip in the output map.
     *
     * @param codes from 1 to 255
     */
    public ComputeJob skipExit(int... codes) {
        return skipExit(new ExitCodes(Arrays.stream(codes).boxed().collect(Collectors.toSet())));
    }

    /** Returns the same job that leaves its item out when its program ends with one of these exit codes. */
    public ComputeJob skipExit(ExitCodes codes) {
        return options(options.skippingWith(codes));
    }

    /** Returns the same job with all options replaced by these. */
    public ComputeJob options(JobOptions changed) {
        return new ComputeJob(host, command, environment, workingDirectory, changed, metadata);
    }

    /** Returns on which terms the job runs. */
    public JobOptions options() {
        return options;
    }

    /** Returns the host as the map names it. */
    public String host() {
        return host;
    }

    /** Returns what runs. */
    public JobCommand command() {
        return command;
    }

    /** Returns the job's own variables, in the order in which they were added. */
    public Map<String, String> environment() {
        return environment.plain();
    }

    /** Returns the variables whose values are secret. */
    public Secrets secrets() {
        return environment.secrets();
    }

    /** Returns the directory in which the job starts; empty if the run says it. */
    public Optional<String> workingDirectory() {
        return Optional.ofNullable(workingDirectory);
    }

    /** Returns the key that the recipe gave; empty if host, program and arguments say what makes the job the same. */
    public Optional<JobKey> key() {
        return Optional.ofNullable(metadata.key());
    }

    /** Returns the label by which people find the job. */
    public Optional<String> label() {
        return Optional.ofNullable(metadata.label());
    }

    /** Returns the job's own priority; empty if the run's counts. */
    public OptionalInt priority() {
        Integer priority = metadata.priority();
        return priority == null ? OptionalInt.empty() : OptionalInt.of(priority);
    }

    /** Returns what the job was made from, as a digest, empty for nothing; no digest if it is all that ran before. */
    public Optional<String> madeFrom() {
        return Optional.ofNullable(metadata.reuse().madeFrom());
    }

    /** Returns the files and directories that the job reads; empty if they are those of the maps that it names. */
    public Optional<List<String>> filesRead() {
        return Optional.ofNullable(metadata.reuse().reads());
    }

    /** Returns the place of the job in its gang; empty if it runs by itself. */
    public Optional<GangSeat> gang() {
        return Optional.ofNullable(metadata.seat());
    }

    /** Returns whether the job runs whether or not it succeeded before. */
    public boolean isAlways() {
        return metadata.reuse().always();
    }

    /** Returns the short name of what runs, as it stands in loggers and file names. */
    public String program() {
        return command.program();
    }

    @Override
    public String toString() {
        return host + ": " + command.describe();
    }
}
