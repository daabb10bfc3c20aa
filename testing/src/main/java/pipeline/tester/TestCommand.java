package pipeline.tester;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pipeline.cli.EmbeddedCommand;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.console.Tty;
import pipeline.job.JobListener;
import pipeline.recipe.Recipe;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

/** The command {@code pipeline} of one test, with a configuration and an environment of its own. */
final class TestCommand {

    private final Path master;
    private final String recipe;
    private final List<Class<? extends Recipe>> classes;
    private final Map<String, Map<String, String>> configuration = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private int runs;

    TestCommand(TestHosts hosts, Path master, String recipe, List<Class<? extends Recipe>> classes) {
        this.master = master;
        this.recipe = recipe;
        this.classes = classes;
        configure("DEFAULT", "runtime_directory", value(master.resolve("runtime")));
        configure("deploy", "job_wrapper", "[\"" + value(hosts.interceptor().script()) + "\"]");
        configure("deploy", "java_home", value(Path.of(System.getProperty("java.home"))));
        configure("remote", "ssh_config", value(hosts.cluster().sshConfig()));
        configure("remote", "node_directory", "~/" + TestHosts.NODE_DIRECTORY);
        configure("remote", "max_transport_failures", "1");
        // what an ended test process leaves on the nodes ends soon
        configure("remote", "orphan_after", "10m");
        classes.stream()
                .flatMap(type -> directory(type).stream())
                .forEach(directory -> configure("deploy", "engine_classpath", "[\"" + value(directory) + "\"]"));
        variables.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        variables.put("HOME", master.toString());
        variables.put("XDG_CACHE_HOME", hosts.cache().toString());
        variables.put("LC_ALL", "C.UTF-8");
    }

    /** Percent signs begin references in the configuration. */
    private static String value(Path path) {
        return path.toString().replace("%", "%%");
    }

    /** Returns the directory that holds a class of one's own; a jar goes to the nodes by itself. */
    private static Optional<Path> directory(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI())).filter(Files::isDirectory);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    void configure(String section, String key, String value) {
        configuration.computeIfAbsent(section, name -> new LinkedHashMap<>()).put(key, value);
    }

    void environment(String name, String value) {
        variables.put(name, value);
    }

    /** Runs the recipe with words that follow its name. */
    RecipeResult run(List<String> words) throws IOException {
        Path log = Files.createTempFile(master, "run" + ++runs + "-", ".log");
        configure("logging", "log_file", value(log));
        Path file = Files.writeString(master.resolve("pipeline.cfg"), configurationText());
        Path results = master.resolve("results" + runs + ".json");
        ObservedJobs jobs = new ObservedJobs();
        List<String> all = new ArrayList<>(List.of(recipe, "-c", file.toString(), "-v"));
        if (!words.contains("-n") && !words.contains("--results")) {
            all.addAll(List.of("--results", results.toString()));
        }
        all.addAll(words);
        Printed printed = call(all, jobs);
        return new RecipeResult(
                printed.exitCode(),
                new RecipeResult.Text(printed.out(), printed.err(), Files.readAllLines(log)),
                jobs.outcomes(),
                jobs.started(),
                table(file),
                results(results));
    }

    private static Map<String, JsonNode> results(Path file) throws IOException {
        Map<String, JsonNode> results = new LinkedHashMap<>();
        if (Files.exists(file)) {
            Json.read(Files.readString(file))
                    .path("outputs")
                    .properties()
                    .forEach(output -> results.put(output.getKey(), output.getValue()));
        }
        return results;
    }

    /** Returns all jobs of this test, as {@code pipeline jobs} does. */
    private List<JsonNode> table(Path file) {
        Printed listed = call(List.of("jobs", "-c", file.toString(), "--output", "json"), JobListener.NONE);
        if (listed.exitCode() != 0) {
            throw new IllegalStateException("the job table cannot be read: " + listed.err());
        }
        List<JsonNode> rows = new ArrayList<>();
        Json.read(listed.out()).forEach(rows::add);
        return rows;
    }

    private record Printed(int exitCode, String out, String err) {}

    private Printed call(List<String> words, JobListener watcher) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CliEnvironment environment = new CliEnvironment(
                new PrintStream(out, false, UTF_8),
                new PrintStream(err, true, UTF_8),
                Tty.nobody(),
                master,
                variables,
                Clock.systemUTC());
        int exitCode = new EmbeddedCommand(environment, classes, watcher).run(words);
        environment.out().flush();
        return new Printed(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    private String configurationText() {
        StringBuilder text = new StringBuilder();
        configuration.forEach((section, keys) -> {
            text.append('[').append(section).append("]\n");
            keys.forEach(
                    (key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        });
        return text.toString();
    }
}
