package pipeline.remote.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host is asked before a run, in the shells that hosts have. */
class HostCheckScriptTest {

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(strings = {"dash", "busybox sh", "bash --posix", "mksh"})
    void a_host_tells_what_it_has_and_what_is_missing(String shell) throws Exception {
        Path odd = write("data/it's \"odd\"\nname", "12345");
        write("data/set.MS/table", "0123456789".repeat(1000));
        Path java = write("jdk/bin/java", "#!/bin/sh\necho 'openjdk version \"21.0.2\" 2024-01-16' >&2\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        write("host/etc/ssh/sshd_config.d/site.conf", "MaxSessions 3\n");
        write("host/etc/ssh/sshd_config", "#MaxSessions 10\nMaxSessions 7\nMaxStartups 5:30:9\n");
        write("host/proc/mounts", "server:/x " + root + " nfs4 rw 0 0\n");
        HostCheckScript script = new HostCheckScript(
                root.resolve("node").toString(),
                root.toString(),
                root.resolve("no scratch").toString(),
                root.resolve("jdk").toString(),
                "false");

        List<String> lines = run(
                shell,
                script.lookingFor(
                        List.of(odd.toString(), "data/set.MS", "-gone", "data/lost"),
                        root.resolve("host").toString(),
                        "smith"));

        assertThat(lines)
                .contains(
                        "java 21.0.2",
                        "max-sessions 3",
                        "max-startups 5:30:9",
                        "node " + root.resolve("node").toRealPath(),
                        "scratch-fault " + root + "/no scratch",
                        "init-fault 1",
                        "missing ./-gone",
                        "missing data/lost",
                        "bytes 1 5",
                        "at the files of the map")
                .endsWith("end -");
        assertThat(lines).anySatisfy(line -> assertThat(line).matches("node-free [0-9]+"));
        assertThat(lines).anySatisfy(line -> assertThat(line).matches("directory [0-9]+"));
        assertThat(lines).anySatisfy(line -> assertThat(line).matches("cores [0-9]+"));
        assertThat(lines).anySatisfy(line -> assertThat(line).matches("now [0-9]{10}"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("warning the node directory ")
                        .contains("lies on a network file system (nfs4)"));
        assertThat(root.resolve("node")).as("nothing is left in it").isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "busybox sh", "bash --posix", "mksh"})
    void a_node_directory_that_cannot_be_made_is_reported(String shell) throws Exception {
        Path file = write("file", "");
        HostCheckScript script = new HostCheckScript(file + "/node", "", "", "", "");

        assertThat(run(shell, script.lookingFor(List.of())))
                .contains("node-fault the node directory " + file + "/node cannot be made")
                .endsWith("end -");
    }

    private Path write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static List<String> run(String shell, String script) throws Exception {
        List<String> command = new ArrayList<>(List.of(shell.split(" ", -1)));
        command.addAll(List.of("-c", script));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return text.lines().toList();
    }
}
