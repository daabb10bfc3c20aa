package pipeline.mainjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.testing.LeakCheck;
import pipeline.testing.OpenSshServer;

/** What node programs log on real OpenSSH servers while the way to the log server breaks, or where there is none. */
class SpooledLogIT {

    private static final int LINES = 200;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @RegisterExtension
    @Order(1)
    static final OpenSshServer SERVER = OpenSshServer.create();

    @RegisterExtension
    @Order(2)
    static final OpenSshServer CLOSED =
            OpenSshServer.options().config("AllowTcpForwarding no").build();

    @TempDir
    Path directory;

    private Path script;

    @BeforeEach
    void write_script() throws Exception {
        script = Files.writeString(directory.resolve("counting.py"), """
                #!/usr/bin/env python3
                import os, sys, time
                from pipeline_node import NodeScript
                class Counting(NodeScript):
                    def run(self, lines, pause, *end):
                        for i in range(1, int(lines) + 1):
                            self.logger.info("line %d", i)
                            time.sleep(float(pause))
                        if end:
                            os._exit(int(end[0]))
                sys.exit(Counting(sys.argv[1], sys.argv[2]).run_with_logging(*sys.argv[3:]))
                """);
    }

    @Test
    void a_connection_that_breaks_twice_amid_the_records_costs_none_and_doubles_none() throws Exception {
        try (MainJobFixture fixture = start(SERVER)) {
            var call = CompletableFuture.supplyAsync(() -> run(fixture, java("h2", 20), python("h3", 0.02)));
            for (int cut = 1; cut <= 2; cut++) {
                int lines = cut * LINES / 3;
                await().atMost(LIMIT).until(() -> fixture.records().size() > 2 * lines);
                SERVER.killConnections();
            }

            assertThat(call.get(60, TimeUnit.SECONDS)).allMatch(Outcome::isSuccess);

            assertThatAllIsThere(fixture, "h2.counting", "h3.counting");
        }
    }

    @Test
    void where_no_port_is_forwarded_records_are_read_while_the_program_runs() throws Exception {
        Path go = directory.resolve("go");
        Path waiting = Files.writeString(directory.resolve("waiting.py"), """
                #!/usr/bin/env python3
                import os, sys, time
                from pipeline_node import NodeScript
                class Waiting(NodeScript):
                    def run(self, go):
                        self.logger.info("line 1")
                        while not os.path.exists(go):
                            time.sleep(0.1)
                        self.logger.info("line 2")
                sys.exit(Waiting(sys.argv[1], sys.argv[2]).run_with_logging(*sys.argv[3:]))
                """);
        try (MainJobFixture fixture = start(CLOSED)) {
            // another job has left its records in the slot
            assertThat(run(fixture, python("h2", 0))).allMatch(Outcome::isSuccess);
            var call =
                    CompletableFuture.supplyAsync(() -> run(fixture, ComputeJob.script("h2", waiting, go.toString())));
            await().atMost(LIMIT)
                    .failFast(() -> assertThat(call).isNotDone())
                    .until(() -> fixture.logged("node.h2.waiting").contains("INFO line 1"));
            CLOSED.killConnections();
            Files.createFile(go);

            assertThat(call.get(60, TimeUnit.SECONDS)).allMatch(Outcome::isSuccess);

            assertThat(fixture.logged("node.h2.waiting")).containsExactly("INFO line 1", "INFO line 2");
            assertThat(fixture.console()).doesNotContain("missing");
        }
    }

    @Test
    void where_no_port_is_forwarded_all_records_are_read_in_the_end() throws Exception {
        try (MainJobFixture fixture = start(CLOSED)) {
            List<Outcome> outcomes = run(fixture, java("h2", 0), python("h3", 0));

            assertThat(outcomes).allMatch(Outcome::isSuccess);
            assertThatAllIsThere(fixture, "h2.counting", "h3.counting");
            assertThat(fixture.console())
                    .containsOnlyOnce("h2: the server refuses to forward")
                    .contains("are read from the host's disk");
            assertThat(run(fixture, ComputeJob.command("h2", "true"))).allMatch(Outcome::isSuccess);
        }
    }

    @Test
    void what_a_program_said_before_it_was_killed_is_there() throws Exception {
        for (OpenSshServer server : List.of(SERVER, CLOSED)) {
            try (MainJobFixture fixture = start(server)) {
                Outcome outcome = run(fixture, ComputeJob.script("h2", script, String.valueOf(LINES), "0", "5"))
                        .get(0);

                assertThat(MainJobContract.code(outcome)).isEqualTo(5);
                assertThatAllIsThere(fixture, "h2.counting");
            }
        }
    }

    private MainJobFixture start(OpenSshServer server) throws Exception {
        return MainJobFixture.start(TestConfiguration.text("ssh_config = " + server.sshConfig(), directory), directory);
    }

    private static ComputeJob java(String host, int pause) {
        return ComputeJob.program(host, CountingNode.class.getName(), LINES, pause);
    }

    private ComputeJob python(String host, double pause) {
        return ComputeJob.script(host, script, String.valueOf(LINES), String.valueOf(pause));
    }

    private static List<Outcome> run(MainJobFixture fixture, ComputeJob... jobs) {
        try {
            return fixture.run(List.of(jobs), 1);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void assertThatAllIsThere(MainJobFixture fixture, String... jobs) {
        List<String> lines =
                IntStream.rangeClosed(1, LINES).mapToObj(i -> "INFO line " + i).toList();
        for (String job : jobs) {
            assertThat(fixture.logged("node." + job)).as(fixture.console()).containsExactlyElementsOf(lines);
        }
        assertThat(fixture.console()).doesNotContain("missing");
    }
}
