package pipeline.tester;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import pipeline.recipe.Recipe;

/**
 * A recipe with what a test gives it: files on the nodes, a map, inputs, and what is to go wrong. {@link #run} may be called more than once:
 * as with the same command typed again, the second run goes on from what the first one left.
 *
 * <pre>{@code
 * RecipeTest test = tester.recipe(CountLines.class).file("node1", "a.csv", "1\n").map("node1 = [ a.csv ]");
 * RecipeResult failed = test.exitCode(Jobs.on("node1"), 3).run();
 * RecipeResult again = test.withoutFaults().run();
 * }</pre>
 */
public final class RecipeTest {

    private static final String MAP = "test.mapfile";

    private final TestHosts hosts;
    private final TestCommand command;
    private final List<String> options = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final List<String> afterDashes = new ArrayList<>();
    private final Set<String> down = new LinkedHashSet<>();
    private final Path master;
    private FaultPlan faults = new FaultPlan();
    private String jobName = "test";

    RecipeTest(TestHosts hosts, Path master, String recipe, List<Class<? extends Recipe>> classes) {
        this.hosts = hosts;
        this.master = master;
        this.command = new TestCommand(hosts, master, recipe, classes);
    }

    /** Writes a file to a node, in UTF-8; a relative name starts in the directory in which its jobs start. */
    public RecipeTest file(String host, String name, String content) throws IOException {
        return write(hosts.cluster().directory(host).resolve(name), content);
    }

    /** Writes a file to the master; a relative name starts in {@link RecipeTester#directory()}. */
    public RecipeTest masterFile(String name, String content) throws IOException {
        return write(master.resolve(name), content);
    }

    private RecipeTest write(Path file, String content) throws IOException {
        Path directory = file.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(file, content);
        return this;
    }

    /** Passes a map to the recipe as its first argument, in any form of a mapfile, such as {@code node1 = [ a.csv, b.csv ]}. */
    public RecipeTest map(String... lines) throws IOException {
        masterFile(MAP, String.join("\n", lines) + "\n");
        String path = master.resolve(MAP).toString();
        arguments.remove(path);
        arguments.add(0, path);
        return this;
    }

    /** Sets an input of the recipe. */
    public RecipeTest input(String name, Object value) {
        options.add("--" + name + "=" + value);
        return this;
    }

    /** Adds options as they would be typed, such as {@code --fresh} or {@code -p}, {@code 2}. */
    public RecipeTest options(String... words) {
        options.addAll(List.of(words));
        return this;
    }

    /** Adds positional arguments, behind the map. */
    public RecipeTest arguments(String... words) {
        arguments.addAll(List.of(words));
        return this;
    }

    /** Adds the words of a command for the hosts: what is typed behind {@code --}. */
    public RecipeTest command(String... words) {
        afterDashes.addAll(List.of(words));
        return this;
    }

    /** Takes another job name; without this it is {@code test}. */
    public RecipeTest jobName(String name) {
        jobName = name;
        return this;
    }

    /** Sets a key of the configuration, such as {@code configure("remote", "park_wait", "2s")}. */
    public RecipeTest configure(String section, String key, String value) {
        command.configure(section, key, value);
        return this;
    }

    /** Sets an environment variable of the command. */
    public RecipeTest environment(String name, String value) {
        command.environment(name, value);
        return this;
    }

    /** The host cannot be reached. */
    public RecipeTest hostDown(String host) {
        down.add(host);
        return this;
    }

    /** Jobs end with this exit code, 0 to 255, and do nothing. */
    public RecipeTest exitCode(Jobs jobs, int code) {
        return fault(jobs, new Fault.Exit(code));
    }

    /**
     * Jobs of node programs and scripts say that their items are to be left out, and do nothing; a command says it by an
     * {@link #exitCode exit code} of its {@code skipExit}.
     *
     * @param reason one line for people
     * @throws IllegalArgumentException if it is blank
     */
    public RecipeTest skip(Jobs jobs, String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("give a reason for leaving the item out");
        }
        return fault(jobs, new Fault.Skip(reason));
    }

    /** Jobs take so much longer. */
    public RecipeTest slow(Jobs jobs, Duration delay) {
        return fault(jobs, new Fault.Slow(delay));
    }

    /** Jobs are killed by signal 9, as by a system that has no memory left; their exit code is 137. */
    public RecipeTest killed(Jobs jobs) {
        return fault(jobs, new Fault.Killed());
    }

    /** Jobs fail as programs do that find no space left on the disk of their host. */
    public RecipeTest diskFull(Jobs jobs) {
        return fault(jobs, new Fault.DiskFull());
    }

    /** Jobs run, but these files, from the directory in which they start, are not there afterwards. */
    public RecipeTest outputMissing(Jobs jobs, String... files) {
        return fault(jobs, new Fault.OutputMissing(List.of(files)));
    }

    private RecipeTest fault(Jobs jobs, Fault fault) {
        faults.add(jobs, fault);
        return this;
    }

    /** Ends all faults, for the next run. */
    public RecipeTest withoutFaults() {
        faults = new FaultPlan();
        down.clear();
        return this;
    }

    /**
     * Runs the recipe.
     *
     * @throws IOException if the hosts cannot be prepared
     */
    public RecipeResult run() throws IOException {
        hosts.heal();
        hosts.interceptor().setFaults(faults);
        for (String host : down) {
            hosts.cluster().setReachable(host, false);
        }
        List<String> words = new ArrayList<>(List.of("-j", jobName));
        words.addAll(options);
        words.addAll(arguments);
        if (!afterDashes.isEmpty()) {
            words.add("--");
            words.addAll(afterDashes);
        }
        return command.run(words);
    }
}
