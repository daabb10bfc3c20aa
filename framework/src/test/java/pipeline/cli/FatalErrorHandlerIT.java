package pipeline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.catalogue.RecipeCatalogue;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.console.Tty;
import pipeline.cli.engine.EngineFactory;
import pipeline.testing.LeakCheck;

/** An error in one of the threads of a real run on this machine. */
@ExtendWith(LeakCheck.class)
class FatalErrorHandlerIT {

    private static final int LIMIT = 60;

    /** What a shell says of a process that was killed. */
    private static final int KILLED = 137;

    @TempDir
    Path directory;

    private Path ran;
    private Path go;
    private String job;

    @BeforeEach
    void configure() throws IOException {
        Files.writeString(
                directory.resolve("pipeline.cfg"),
                "[remote]\nmethod = local\nnode_directory = %s\n".formatted(directory.resolve("node")));
        ran = directory.resolve("ran");
        go = directory.resolve("go");
        job = "echo x >> '%s'; while [ ! -e '%s' ]; do sleep 0.05; done".formatted(ran, go);
    }

    @Test
    void a_master_that_an_error_ends_leaves_what_runs_and_the_next_start_picks_it_up() throws Exception {
        assertThat(run(List.of(), "listener that breaks", job, go)).isEqualTo(70);
        assertThat(directory.resolve("err"))
                .content()
                .contains(
                        "pipeline: internal error in the thread job-listeners: java.lang.StackOverflowError: on purpose")
                .contains("this process ends, what runs goes on");
        Files.createFile(go);
        assertThat(run(List.of(), "listener that breaks", job, go)).isZero();
        assertThat(ran).content().isEqualTo("x\n");
    }

    @Test
    void a_master_without_memory_is_ended_at_once_and_the_next_start_picks_up_what_runs() throws Exception {
        List<String> options = new ArrayList<>(optionsOfTheLauncher());
        options.add("-Xmx64m");

        assertThat(run(options, "listener that hoards", job, go))
                .as(Files.readString(directory.resolve("err")))
                .isEqualTo(KILLED);
        assertThat(directory.resolve("err"))
                .content()
                .contains(
                        "pipeline: out of memory; what runs on the hosts goes on, and the next start with this job name"
                                + " picks it up; give it more, such as JAVA_OPTS=-Xmx4g\n");
        Files.createFile(go);
        assertThat(run(options, "listener that hoards", job, go))
                .as(Files.readString(directory.resolve("err")))
                .isZero();
        assertThat(ran).content().isEqualTo("x\n");
    }

    @Test
    void what_java_itself_has_to_say_is_said() throws Exception {
        List<String> options = new ArrayList<>(optionsOfTheLauncher());
        options.add("-Xmx4");

        assertThat(run(options, "listener that breaks", "true", go)).isEqualTo(1);
        assertThat(directory.resolve("err")).content().contains("Too small maximum heap");
    }

    /** Starts the launcher with a Java that prints what it is given. */
    private List<String> optionsOfTheLauncher() throws Exception {
        Path place = Files.createDirectories(directory.resolve("place"));
        Path java = Files.createDirectories(place.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(place.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        Files.createFile(place.resolve("pipeline.jar"));
        Path launcher = Files.copy(
                Path.of(System.getProperty("pipeline.root", "..")).resolve("pipeline"), place.resolve("pipeline"));
        ProcessBuilder builder = new ProcessBuilder("sh", launcher.toString()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", place.resolve("jdk").toString());
        builder.environment().remove("JAVA_OPTS");
        Process process = builder.start();
        List<String> words = new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as("%s", words).isZero();
        assertThat(words).contains("-jar");
        return words.subList(0, words.indexOf("-jar"));
    }

    private int run(List<String> options, String what, String job, Path flag) throws Exception {
        Path err = directory.resolve("err");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
        command.addAll(List.of(directory.toString(), what, job, flag.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT, TimeUnit.SECONDS))
                    .as(Files.readString(err))
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** The master. */
    static final class Child {

        private Child() {}

        public static void main(String[] args) {
            Path directory = Path.of(args[0]);
            Map<String, String> variables = Map.of("HOME", directory.toString());
            CliEnvironment environment = new CliEnvironment(
                    new PrintStream(System.out, true, UTF_8),
                    new PrintStream(System.err, true, UTF_8),
                    Tty.nobody(),
                    directory,
                    variables,
                    Clock.systemUTC());
            System.exit(Main.run(
                    List.of("scripted_recipe", "-j", "x", args[1], args[2], args[3]),
                    environment,
                    () -> new RecipeCatalogue(List.of(ScriptedRecipe.class)),
                    new EngineFactory(variables)));
        }
    }
}
