package pipeline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.ground.Surroundings;
import pipeline.cli.ground.Tty;
import pipeline.testing.LeakCheck;

/** An error in one of the threads of a real run on this machine. */
@ExtendWith(LeakCheck.class)
class FatalErrorsIT {

    private static final int LIMIT = 60;

    @TempDir
    Path directory;

    @Test
    void a_master_that_an_error_ends_leaves_what_runs_and_the_next_start_picks_it_up() throws Exception {
        Files.writeString(
                directory.resolve("pipeline.cfg"),
                "[remote]\nmethod = local\nnode_directory = %s\n".formatted(directory.resolve("node")));
        Path ran = directory.resolve("ran");
        Path go = directory.resolve("go");
        String job = "echo x >> '%s'; while [ ! -e '%s' ]; do sleep 0.05; done".formatted(ran, go);

        assertThat(run(job, go)).isEqualTo(70);
        assertThat(directory.resolve("err"))
                .content()
                .contains(
                        "pipeline: internal error in the thread job-listeners: java.lang.StackOverflowError: on purpose")
                .contains("this process ends, what runs goes on");
        Files.createFile(go);
        assertThat(run(job, go)).isZero();
        assertThat(ran).content().isEqualTo("x\n");
    }

    private int run(String job, Path flag) throws Exception {
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        directory.toString(),
                        job,
                        flag.toString())
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
            Map<String, String> environment = Map.of("HOME", directory.toString());
            Surroundings surroundings = new Surroundings(
                    new PrintStream(System.out, true, UTF_8),
                    new PrintStream(System.err, true, UTF_8),
                    Tty.nobody(),
                    directory,
                    environment,
                    Clock.systemUTC());
            System.exit(Main.run(
                    List.of("scripted_recipe", "-j", "x", "listener that breaks", args[1], args[2]),
                    surroundings,
                    () -> new RecipeCatalogue(List.of(ScriptedRecipe.class)),
                    new Wiring(environment, Clock.systemUTC())));
        }
    }
}
