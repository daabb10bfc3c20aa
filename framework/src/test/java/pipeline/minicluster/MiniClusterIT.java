package pipeline.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;
import pipeline.testing.MarkedProcesses;
import pipeline.testing.ProgramRun;
import pipeline.testing.RequiredProgram;

/** The mini cluster seen by the real client of OpenSSH. */
class MiniClusterIT {

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path temporary;

    private MiniCluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster = MiniCluster.start(temporary.resolve("cluster"));
        leaks.watchDirectory(temporary.resolve("cluster"));
        cluster.ensure(List.of("lce001", "lce002"));
    }

    @AfterEach
    void close() throws IOException {
        cluster.close();
    }

    @Test
    void both_streams_and_the_exit_code_arrive() {
        assertThat(ssh("lce001", "echo out; echo err >&2; exit 7")).isEqualTo(new ProgramRun(7, "out\n", "err\n"));
    }

    @Test
    void a_command_ended_by_a_signal_exits_as_a_shell_says_it() {
        assertThat(ssh("lce001", "kill -TERM $$").exitCode()).isEqualTo(143);
        assertThat(ssh("lce001", "kill -KILL $$").exitCode()).isEqualTo(137);
    }

    @Test
    void a_command_starts_in_the_home_of_its_node() {
        assertThat(ssh("lce002", "pwd; echo $HOME; echo $SHELL $USER").out())
                .isEqualTo(cluster.directory("lce002") + "\n" + cluster.directory("lce002") + "\n/bin/sh "
                        + System.getProperty("user.name") + "\n");
        assertThat(cluster.directory("lce002")).isNotEqualTo(cluster.directory("lce001"));
    }

    @Test
    void the_environment_of_this_jvm_stays_at_home_and_what_the_client_sets_arrives() {
        String names =
                ssh("lce001", "env | sed 's/=.*//' | sort | tr '\\n' ' '").out();
        assertThat(names.split(" ", -1))
                .contains("HOME", "PATH")
                .isSubsetOf(
                        "HOME",
                        "LANG",
                        "LC_ALL",
                        "LOGNAME",
                        "OLDPWD",
                        "PATH",
                        "PIPELINE_MINI_CLUSTER",
                        "PWD",
                        "SHELL",
                        "SHLVL",
                        "USER",
                        "_",
                        "");
        ProgramRun run = ProgramRun.of(
                RequiredProgram.SSH, "-F", config(), "-o", "SetEnv=COLOUR=\"dark blue\"", "lce001", "echo $COLOUR");
        assertThat(run.out()).isEqualTo("dark blue\n");
    }

    @Test
    void stdin_reaches_the_command_with_its_end() throws IOException {
        Path input = Files.write(temporary.resolve("input"), new byte[5_000_000]);
        assertThat(sshWithInput(input, "wc -c")).isEqualTo("5000000\n");
        Files.delete(input);
    }

    @Test
    void a_command_that_does_not_read_its_input_ends_all_the_same() throws IOException {
        Path input = Files.write(temporary.resolve("input"), new byte[5_000_000]);
        assertThat(sshWithInput(input, "head -c 3 | wc -c; exec <&-; echo done"))
                .isEqualTo("3\ndone\n");
        Files.delete(input);
    }

    @Test
    void two_hundred_megabytes_of_output_pass_with_bounded_memory() {
        String sum = ssh("lce001", "head -c 200000000 /dev/zero | cksum").out();
        ProgramRun run = ProgramRun.of(
                new RequiredProgram("sh", "dash"),
                "-c",
                "'" + RequiredProgram.SSH.path() + "' -F '" + config()
                        + "' lce001 'head -c 200000000 /dev/zero' | cksum");
        assertThat(run.out()).isEqualTo(sum);
    }

    @Test
    void a_key_that_is_not_the_clusters_is_refused() throws IOException {
        Path key = temporary.resolve("stranger");
        ProgramRun.of(RequiredProgram.SSH_KEYGEN, "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .orFail("ssh-keygen");
        String text = Files.readString(cluster.sshConfig())
                .replaceAll("IdentityFile .*", "IdentityFile " + key + "\n  BatchMode yes");
        Path config = Files.writeString(temporary.resolve("config"), text);
        ProgramRun run = ProgramRun.of(RequiredProgram.SSH, "-F", config.toString(), "lce001", "true");
        assertThat(run.exitCode()).isEqualTo(255);
        assertThat(run.err()).contains("Permission denied (publickey)");
    }

    @Test
    void a_remote_forward_with_port_zero_carries_data_back() throws IOException {
        try (EchoServer echo = EchoServer.start()) {
            Process ssh = new ProcessBuilder(
                            RequiredProgram.SSH.path().toString(),
                            "-F",
                            config(),
                            "-N",
                            "-R",
                            "0:127.0.0.1:" + echo.port(),
                            "lce001")
                    .redirectErrorStream(true)
                    .start();
            String line = ssh.inputReader().readLine();
            assertThat(line).startsWith("Allocated port ");
            int port = Integer.parseInt(line.split(" ", -1)[2]);
            assertThat(EchoServer.talkTo(port, "there and back")).isEqualTo("there and back");
            ssh.destroy();
            ssh.onExit().join();
        }
    }

    @Test
    void a_command_outlives_its_client_as_with_openssh_and_ends_with_the_cluster() throws IOException {
        String marker = "MINI_TEST=" + UUID.randomUUID();
        leaks.watchProcesses(marker);
        Process ssh = new ProcessBuilder(
                        RequiredProgram.SSH.path().toString(),
                        "-F",
                        config(),
                        "-o",
                        "SetEnv=" + marker,
                        "lce001",
                        "trap '' TERM HUP; while :; do sleep 0.1; done")
                .start();
        Awaitility.await().until(() -> !MarkedProcesses.withMarker(marker).isEmpty());
        ssh.destroyForcibly().onExit().join();
        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .until(() -> !MarkedProcesses.withMarker(marker).isEmpty());
        cluster.close();
        assertThat(MarkedProcesses.withMarker(marker)).isEmpty();
    }

    @Test
    void close_ends_even_processes_that_left_their_session() throws IOException {
        String marker = "MINI_TEST=" + UUID.randomUUID();
        leaks.watchProcesses(marker);
        ProgramRun run = ProgramRun.of(
                RequiredProgram.SSH,
                "-F",
                config(),
                "-o",
                "SetEnv=" + marker,
                "lce001",
                "setsid sh -c 'trap \"\" TERM HUP; while :; do sleep 0.1; done' </dev/null >/dev/null 2>&1 & echo started");
        assertThat(run.out()).isEqualTo("started\n");
        assertThat(MarkedProcesses.withMarker(marker)).isNotEmpty();
        cluster.close();
        assertThat(MarkedProcesses.withMarker(marker)).isEmpty();
    }

    @Test
    void hosts_can_come_later_and_the_first_stay_as_they_are() throws IOException {
        Path home = cluster.directory("lce001");
        cluster.ensure(List.of("lce003", "lce001"));
        assertThat(cluster.hosts()).containsExactly("lce001", "lce002", "lce003");
        assertThat(cluster.directory("lce001")).isEqualTo(home);
        assertThat(ssh("lce003", "basename $HOME").out()).isEqualTo("lce003\n");
        assertThat(ssh("lce001", "basename $HOME").out()).isEqualTo("lce001\n");
    }

    @Test
    void a_fixed_number_of_nodes_is_dealt_in_turn() throws IOException {
        try (MiniCluster two = MiniCluster.start(temporary.resolve("two"), 2)) {
            two.ensure(List.of("a", "b", "c"));
            two.ensure(List.of("d"));
            List<String> homes = new ArrayList<>();
            for (String host : two.hosts()) {
                homes.add(
                        ProgramRun.of(RequiredProgram.SSH, "-F", two.sshConfig().toString(), host, "basename $HOME")
                                .out());
            }
            assertThat(homes).containsExactly("node1\n", "node2\n", "node1\n", "node2\n");
        }
    }

    @Test
    void sixty_four_nodes_do_not_need_a_thread_each() throws IOException {
        List<String> hosts = new ArrayList<>();
        for (int number = 1; number <= 64; number++) {
            hosts.add("n" + number);
        }
        int before = Thread.activeCount();
        cluster.ensure(hosts);
        assertThat(Thread.activeCount() - before).isLessThan(16);
        assertThat(ssh("n64", "echo last").out()).isEqualTo("last\n");
    }

    @Test
    void keys_and_files_are_for_the_owner_only() throws IOException {
        for (String name : List.of("ssh_config", "known_hosts", "id_ecdsa")) {
            Path file = cluster.sshConfig().resolveSibling(name);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as(name)
                    .isEqualTo("rw-------");
        }
        Path directory = cluster.sshConfig().getParent();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }

    @Test
    void a_directory_with_files_in_it_is_refused_and_left_alone() throws IOException {
        Path mine = Files.createDirectory(temporary.resolve("mine"));
        Path file = Files.writeString(mine.resolve("thesis"), "text");
        assertThatThrownBy(() -> MiniCluster.start(mine))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not empty");
        assertThat(file).hasContent("text");
    }

    @Test
    void a_name_that_cannot_stand_in_a_configuration_is_refused() {
        for (String name : List.of("", "a b", "*", "../x", "-oProxyCommand=x", "a\nb", ".")) {
            assertThatThrownBy(() -> cluster.ensure(List.of(name)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + name + "'");
        }
        assertThat(cluster.hosts()).containsExactly("lce001", "lce002");
    }

    @Test
    void no_nodes_and_unknown_hosts_are_refused() {
        assertThatThrownBy(() -> MiniCluster.start(temporary.resolve("none"), 0))
                .hasMessageContaining("1 node or more, but was asked for 0");
        assertThatThrownBy(() -> cluster.directory("nowhere")).hasMessageContaining("no host 'nowhere'");
    }

    private ProgramRun ssh(String host, String command) {
        return ProgramRun.of(RequiredProgram.SSH, "-F", config(), host, command);
    }

    private String sshWithInput(Path input, String command) throws IOException {
        Process ssh = new ProcessBuilder(RequiredProgram.SSH.path().toString(), "-F", config(), "lce001", command)
                .redirectInput(input.toFile())
                .start();
        String out = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(ssh.onExit().orTimeout(30, TimeUnit.SECONDS).join().exitValue())
                .isZero();
        return out;
    }

    private String config() {
        return cluster.sshConfig().toString();
    }
}
