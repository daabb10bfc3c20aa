package pipeline.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody sits at a real terminal, of which a run leaves nothing behind but what it printed. */
class TerminalIT {

    private static final Path DRIVER =
            Path.of(System.getProperty("pipeline.root"), "recipes/src/test/resources/terminal/drive.py");

    private static final Pattern BACKGROUND = Pattern.compile("t runs in the background, process ([0-9]+)");

    private static final int HUNG_UP = 129;

    @TempDir
    Path here;

    @BeforeEach
    void map() throws Exception {
        Files.writeString(here.resolve("pipeline.cfg"), "[remote]\nmethod = local\n");
        Files.writeString(
                here.resolve("a.mapfile"),
                Stream.of("evil\\u001b[31m", "b", "c", "d", "e", "f")
                        .map("{\"host\": \"n1\", \"file\": \"%s\"}\n"::formatted)
                        .collect(Collectors.joining()));
    }

    @Test
    void keys_show_what_runs_and_let_the_run_come_to_its_end_and_the_terminal_is_as_before() throws Exception {
        String printed = drive(
                "[[\" 1 running\", \"\\r\"], [\"running now\", \"+\"], [\"for \", \"q\"]]", "sleep 2; echo done {}");

        assertThat(printed)
                .contains("running now, the longest first:")
                .contains("q was typed: waiting for 1 running job; nothing more is started")
                .containsPattern("[12] of 6 jobs done, [45] not started in ")
                .contains("again: pipeline foreach -j t")
                .contains("modes restored, steps left 0]")
                .contains("evil\\x1b[31m");
    }

    @Test
    void d_gives_the_terminal_back_and_another_process_goes_on_with_the_run_and_repeats_nothing() throws Exception {
        String command = "echo {} >> ran; case {} in b) exit 1; esac; while [ ! -e go ]; do sleep 0.1; done";
        String printed = drive("[[\"1 failed\", \"d\"]]", command, "--fresh", "-p", "2");

        Matcher started = BACKGROUND.matcher(printed);
        assertThat(started.find()).as(printed).isTrue();
        ProcessHandle run = ProcessHandle.of(Long.parseLong(started.group(1))).orElseThrow();
        try {
            assertThat(printed)
                    .contains("a process in the background takes over the run")
                    .contains("how it stands: pipeline status -j t", "stop it: kill " + run.pid())
                    .doesNotContain("again: ", "Results:")
                    .contains("[ended " + (HUNG_UP << 8) + ", modes restored, steps left 0]");
            Files.createFile(here.resolve("go"));
            await().until(() -> !run.isAlive());
        } finally {
            run.destroyForcibly();
        }
        assertThat(PipelineCall.run(here, "status", "-j", "t").out()).contains("100 % of 6 jobs: 5 done, 1 failed");
        assertThat(Files.readAllLines(here.resolve("ran")))
                .as("each job ran once, also the one that failed and those that were done under --fresh")
                .hasSize(6)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_run_that_is_killed_leaves_no_terminal_without_echo() throws Exception {
        String printed = drive("[[\" running\", \"SIGKILL\"]]", "true {} && sleep 3");

        assertThat(printed).contains("[ended 9, modes restored, steps left 0]");
    }

    private String drive(String steps, String command, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("python3", DRIVER.toString(), "24", "80", steps));
        words.addAll(PipelineProcess.JAVA);
        words.addAll(ClassArchive.javaOptions());
        words.addAll(List.of("-Dpipeline.command=pipeline", "-jar", System.getProperty("pipeline.jar")));
        words.addAll(List.of("foreach", "-j", "t", "--progress", "bar", "--shell"));
        words.addAll(List.of(options));
        words.addAll(List.of("a.mapfile", "--", command));
        Path out = here.resolve("printed");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(here.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("HOME", here.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("TERM", "xterm");
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_") || name.equals("CI"));
        assertThat(builder.start().waitFor()).isZero();
        return Files.readString(out, UTF_8);
    }
}
