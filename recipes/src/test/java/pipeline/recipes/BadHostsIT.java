package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;
import pipeline.testing.OpenSshServer;

/** Hosts that are dead, die, come back, or are drained, and real OpenSSH. */
@Tag("faults")
class BadHostsIT {

    private static final int JOBS = 244;

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @RegisterExtension
    @Order(1)
    static final OpenSshServer SERVER = OpenSshServer.create();

    @RegisterExtension
    @Order(2)
    static final OpenSshServer MORTAL = OpenSshServer.create();

    @TempDir
    Path directory;

    private Path counter;

    @BeforeEach
    void prepare() throws IOException {
        counter = Files.createFile(directory.resolve("counter"));
        Path sshConfig = SERVER.writeConfig("""
                Host dead
                  HostName 127.0.0.1
                  Port 1
                Host mortal
                  HostName 127.0.0.2
                  Port %d
                  IdentityFile %s
                  UserKnownHostsFile %s
                """.formatted(MORTAL.port(), MORTAL.identity(), MORTAL.knownHosts()));
        Files.writeString(directory.resolve("pipeline.cfg"), """
                [remote]
                ssh_config = %s
                node_directory = %s
                reconnect_timeout = 2s
                [jobs]
                heartbeat = 1s
                """.formatted(sshConfig, directory.resolve("node")));
        StringBuilder map = new StringBuilder();
        for (int i = 0; i < JOBS; i++) {
            String host = i % 10 == 3 ? "dead" : i % 10 == 7 ? "mortal" : "h" + (2 + i % 10 % 3);
            map.append("%s = [ %03d ]%n".formatted(host, i));
        }
        Files.writeString(directory.resolve("in.mapfile"), map.toString());
    }

    @AfterEach
    void live_again() throws IOException {
        MORTAL.restart();
    }

    @Test
    void a_host_dead_from_the_start_and_one_that_dies_half_way_stop_no_others_and_end_the_run_with_4()
            throws Exception {
        try (PipelineProcess run = start("--park-wait", "0")) {
            run.awaitOut("mortal 017\n");
            MORTAL.stop();
            assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
            assertThat(run.err())
                    .contains(" jobs parked, not failed: they wait for their hosts:\n")
                    .contains("dead: connection refused at 127.0.0.1:1; is sshd running there?; the host is set aside,"
                            + " jobs parked: 25\n")
                    .containsPattern("\n  dead,mortal \\(2 hosts\\): connection refused at …; .* \\(\\d+ jobs\\)\n"
                            + "    such as (dead|mortal): connection refused at ")
                    .contains("\nagain: pipeline foreach ")
                    .doesNotContain("failed:\n", "\tat ");
        }
        assertThat(Files.readAllLines(counter))
                .filteredOn(line -> !line.contains("mortal"))
                .hasSize(JOBS - 49)
                .doesNotHaveDuplicates();
        MORTAL.restart();
        PipelineCall again = runToEnd("--park-wait", "0");
        assertThat(again.exitCode()).as(again.err()).isEqualTo(4);
        assertThat(again.err()).contains("25 jobs parked, not failed");
        assertThat(Files.readAllLines(counter))
                .as("each job that could run did so once")
                .hasSize(JOBS - 25)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_host_that_comes_back_and_one_that_is_undrained_finish_in_the_same_run() throws Exception {
        Files.writeString(directory.resolve("in.mapfile"), "h2 = [ 1, 2 ]\nmortal = [ 3, 4 ]\nh3 = [ 5 ]\n");
        MORTAL.stop();
        assertThat(PipelineCall.run(directory, "drain", "h3", "--reason", "new disk")
                        .exitCode())
                .isZero();
        try (PipelineProcess run = start("--park-wait", "1h")) {
            run.awaitErr("h3 drained by").awaitErr("the host is set aside, jobs parked: 2");
            PipelineCall parked =
                    PipelineCall.run(directory, "jobs", "--parked", "--keys", "host,reason", "--output", "tsv");
            assertThat(parked.out()).contains("\tdrained by ", "connection refused");
            MORTAL.restart();
            run.awaitErr("mortal: the host answers again; jobs that come back: 2\n");
            assertThat(PipelineCall.run(directory, "undrain", "h3").exitCode()).isZero();
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
        assertThat(Files.readAllLines(counter)).hasSize(5);
    }

    private PipelineProcess start(String... more) throws IOException {
        return PipelineProcess.start(directory, commandLine(more));
    }

    private PipelineCall runToEnd(String... more) throws IOException {
        return PipelineCall.run(directory, commandLine(more));
    }

    private String[] commandLine(String... more) {
        return new String[] {
            "foreach",
            "-j",
            "bad",
            "-p",
            "4",
            more[0],
            more[1],
            directory.resolve("in.mapfile").toString(),
            "--",
            "sh",
            "-c",
            "sleep 0.1; echo $1 $2 | tee -a " + counter,
            "x",
            "{host}",
            "{}"
        };
    }
}
