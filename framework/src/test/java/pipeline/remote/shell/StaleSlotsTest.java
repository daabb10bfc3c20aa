package pipeline.remote.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.remote.ShellScript;

class StaleSlotsTest {

    @TempDir
    Path node;

    private Path slots;

    @BeforeEach
    void make() throws Exception {
        slots = Files.createDirectory(node.resolve("slots"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox sh", "mksh"})
    void every_shell_removes_and_reports_the_same(String shell) throws Exception {
        String boot = "boot";
        Path empty = slot("1-empty.1", "slot t 1 1 1 " + boot + " 1\n");
        Path used = slot("2-used.1", "slot t 1 1 1 " + boot + " 1\nstart 1.1 5\n");
        slot("3-made.1", "");
        Files.createFile(slots.resolve("3-made.fence"));
        Files.createFile(slots.resolve("4-gone.fence"));

        assertThat(run(shell, boot)).isEqualTo("\036token former 2-used 4-gone\036");
        assertThat(empty).doesNotExist();
        assertThat(used).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox sh", "mksh"})
    void where_nothing_is_left_every_shell_reports_nothing(String shell) throws Exception {
        assertThat(run(shell, "boot")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox sh", "mksh"})
    void what_failed_jobs_left_on_scratch_goes_after_14_days(String shell) throws Exception {
        Path kept = Files.createDirectories(node.resolve("kept"));
        Path base = Files.createDirectories(node.resolve("my scratch"));
        List<Path> all = new ArrayList<>();
        for (String name : List.of("1-old.1-7.1", "2-new.1-7.1", "3-runs.1-7.1", "4-other.1-7.1")) {
            Path scratch = Files.createDirectory(base.resolve("pipeline-" + name));
            Files.writeString(scratch.resolve("x"), "");
            all.add(scratch);
            Files.createSymbolicLink(kept.resolve("pipeline-" + name), scratch);
        }
        Path strange = Files.createDirectory(base.resolve("mine"));
        Files.delete(kept.resolve("pipeline-4-other.1-7.1"));
        Files.createSymbolicLink(kept.resolve("pipeline-4-other.1-7.1"), strange);
        slot("3-runs.1", "slot t 1 1 1 boot 1\nstart 7.1 5\n");
        for (String old : List.of("1-old", "3-runs", "4-other")) {
            assertThat(new ProcessBuilder("touch", "-h", "-d", "15 days ago", kept + "/pipeline-" + old + ".1-7.1")
                            .inheritIO()
                            .start()
                            .waitFor())
                    .isZero();
        }

        run(shell, "boot");
        assertThat(all.get(0)).doesNotExist();
        assertThat(all.subList(1, 3)).allSatisfy(scratch -> assertThat(scratch).isNotEmptyDirectory());
        assertThat(strange).as("what no job made").exists();
        try (Stream<Path> left = Files.list(kept)) {
            assertThat(left.map(link -> link.getFileName().toString()))
                    .containsExactlyInAnyOrder("pipeline-2-new.1-7.1", "pipeline-3-runs.1-7.1");
        }
    }

    private Path slot(String name, String journal) throws Exception {
        Path slot = Files.createDirectory(slots.resolve(name));
        Files.writeString(slot.resolve("journal"), journal);
        return slot;
    }

    private String run(String shell, String boot) throws Exception {
        List<String> command = new ArrayList<>(List.of(shell.split(" ", -1)));
        command.add("-c");
        command.add("exec 7>&1; d='" + slots + "'; pipeline_token=token; pipeline_boot=" + boot
                + "; pipeline_born() { pipeline_born=; }\n"
                + new ShellScript(RunnerScript.class, "clear-slot.sh").with(Map.of())
                + new ShellScript(RunnerScript.class, "stale-slots.sh").with(Map.of("pipeline_owner", "9-me")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return text;
    }
}
