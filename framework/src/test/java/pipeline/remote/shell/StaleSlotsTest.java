package pipeline.remote.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.remote.ShellScript;

class StaleSlotsTest {

    @TempDir
    Path slots;

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
