package pipeline.mainjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.job.ComputeJob;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;
import pipeline.remote.UnknownHostsException;
import pipeline.testing.LeakCheck;
import pipeline.testing.OpenSshServer;
import pipeline.testing.RequiredProgram;
import pipeline.testing.SshAgentProcess;
import pipeline.testing.SshKeys;

/** The contract against a real OpenSSH server, and what only OpenSSH can show. */
class OpenSshMainJobIT extends MainJobContract {

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @RegisterExtension
    @Order(1)
    static final OpenSshServer SERVER = OpenSshServer.options()
            .loginShell("127.0.0.5", RequiredProgram.CSH)
            .noisyLogin("127.0.0.6")
            .build();

    @Override
    String configuration() {
        return configuration(SERVER.sshConfig(), "");
    }

    private String configuration(Path sshConfig, String more) {
        return TestConfiguration.text("ssh_config = " + sshConfig + "\n" + more, directory);
    }

    @Override
    List<String> hosts() {
        return List.of("h2", "h3", "h4");
    }

    @Override
    int chattyJobs() {
        return 12;
    }

    @Test
    void twenty_four_slots_on_one_host_get_by_with_ten_sessions_per_connection() throws Exception {
        List<ComputeJob> jobs = IntStream.range(0, 200)
                .mapToObj(i -> command("sh", "-c", "sleep 0.05; exit " + (i % 7)))
                .toList();

        List<Outcome> outcomes = fixture().run(jobs, 24);

        assertThat(outcomes)
                .extracting(MainJobContract::code)
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj(i -> i % 7).toList());
    }

    @Test
    void sixty_four_host_names_on_one_server_lose_nothing() throws Exception {
        List<ComputeJob> jobs = IntStream.range(0, 256)
                .mapToObj(i -> ComputeJob.command("t" + (1 + i % 64), "echo", String.valueOf(i)))
                .toList();

        List<Outcome> outcomes = fixture().run(jobs, 2);

        for (int i = 0; i < 256; i++) {
            assertThat(outcomes.get(i).isSuccess())
                    .as(outcomes.get(i).toString())
                    .isTrue();
            assertThat(MainJobFixture.text(outcomes.get(i))).isEqualTo(i + "\n");
        }
    }

    @Test
    void a_csh_user_gets_arguments_byte_for_byte_and_exact_exit_codes() throws Exception {
        Outcome outcome = fixture()
                .run(ComputeJob.command("h5", "sh", "-c", "printf %s \"$1\"; exit 42", "x", "!$(y) 'z'\n\"é\""));

        assertThat(code(outcome)).isEqualTo(42);
        assertThat(MainJobFixture.text(outcome)).isEqualTo("!$(y) 'z'\n\"é\"");
        assertThat(fixture().run(ComputeJob.script("h5", helloScript())).isSuccess())
                .isTrue();
    }

    @Test
    void what_login_files_print_is_not_the_output_of_a_job() throws Exception {
        Outcome outcome = fixture().run(ComputeJob.command("h6", "echo", "only this"));

        assertThat(MainJobFixture.text(outcome)).isEqualTo("only this\n");
        assertThat(outcome.attempt().orElseThrow().stderr()).isNull();
        assertThat(fixture().run(ComputeJob.script("h6", helloScript())).isSuccess())
                .isTrue();
    }

    @Test
    void init_runs_before_each_job_of_its_hosts() throws Exception {
        try (MainJobFixture fixture = MainJobFixture.start(configuration(SERVER.sshConfig(), """
                        [remote h[2-3]]
                        init =
                            FROM_INIT="it's $PIPELINE_HOST"
                            export FROM_INIT
                        """), directory)) {
            List<Outcome> outcomes = fixture.run(
                    hosts().stream()
                            .map(host -> ComputeJob.command(host, "sh", "-c", "printf %s \"$FROM_INIT\""))
                            .toList(),
                    1);

            assertThat(MainJobFixture.text(outcomes.get(0))).isEqualTo("it's h2");
            assertThat(MainJobFixture.text(outcomes.get(1))).isEqualTo("it's h3");
            assertThat(MainJobFixture.text(outcomes.get(2))).isEmpty();
        }
    }

    @Test
    void an_init_with_a_syntax_error_fails_its_job_and_not_the_slot() throws Exception {
        try (MainJobFixture fixture =
                MainJobFixture.start(configuration(SERVER.sshConfig(), "[remote h2]\ninit = if (\n"), directory)) {
            Outcome outcome = fixture.run(command("true"));

            assertThat(outcome.failure().orElseThrow().kind()).isEqualTo(FailureKind.SETUP);
            assertThat(fixture.run(ComputeJob.command("h3", "true")).isSuccess())
                    .isTrue();
        }
    }

    @Test
    void paths_of_the_configuration_reach_the_job() throws Exception {
        try (MainJobFixture fixture = MainJobFixture.start(
                configuration(
                        SERVER.sshConfig(),
                        "working_directory = /tmp\n[deploy h2]\nengine_ppath = [/opt/a b, /opt/c]\nengine_lpath = /opt/lib\n"),
                directory)) {
            Outcome outcome = fixture.run(command("sh", "-c", "echo \"$PYTHONPATH|$LD_LIBRARY_PATH|$(pwd)\""));

            assertThat(MainJobFixture.text(outcome))
                    .startsWith("/opt/a b:/opt/c")
                    .contains("|/opt/lib")
                    .endsWith("|/tmp\n");
        }
    }

    @Test
    void a_host_that_refuses_connections_parks_its_jobs_and_the_others_run() throws Exception {
        Path config = SERVER.writeConfig("Host down\n HostName 127.0.0.2\n Port 1\n");
        try (MainJobFixture fixture = MainJobFixture.start(configuration(config, ""), directory)) {
            List<Outcome> outcomes = fixture.run(
                    List.of(
                            ComputeJob.command("down", "true"),
                            ComputeJob.command("h3", "true"),
                            ComputeJob.command("down", "true")),
                    1);

            assertThat(outcomes)
                    .extracting(Outcome::state)
                    .containsExactly(Outcome.State.PARKED, Outcome.State.SUCCEEDED, Outcome.State.PARKED);
            assertThat(outcomes.get(0).message())
                    .contains("down")
                    .contains("refused")
                    .contains("127.0.0.2:1");
        }
    }

    @Test
    void a_host_that_is_unknown_is_reported_before_anything_starts() throws Exception {
        Path proof = directory.resolve("started");

        assertThatThrownBy(() -> fixture()
                        .run(
                                List.of(
                                        command("touch", proof.toString()),
                                        ComputeJob.command("no-such-host-1.invalid", "true"),
                                        ComputeJob.command("no-such-host-2.invalid", "true")),
                                1))
                .isInstanceOf(UnknownHostsException.class)
                .hasMessageContaining("no-such-host-[1-2].invalid");
        assertThat(proof).doesNotExist();
    }

    @Test
    void a_host_whose_key_is_another_parks_its_jobs_and_says_what_to_type() throws Exception {
        Path wrong = Files.writeString(
                directory.resolve("known_hosts"),
                "[127.0.0.2]:" + SERVER.port() + " "
                        + Files.readString(Path.of(SERVER.identity(SshKeys.Kind.STRANGER) + ".pub")));
        try (MainJobFixture fixture =
                MainJobFixture.start(configuration(SERVER.writeConfig(SERVER.identity(), wrong, ""), ""), directory)) {
            Outcome outcome = fixture.run(command("true"));

            assertThat(outcome.state()).isEqualTo(Outcome.State.PARKED);
            assertThat(outcome.message()).contains("ssh-keygen -R");
        }
    }

    @Test
    void a_key_that_only_the_agent_can_use_opens_the_host() throws Exception {
        try (SshAgentProcess agent = SshAgentProcess.start()) {
            Path encrypted = SERVER.identity(SshKeys.Kind.ENCRYPTED);
            agent.add(encrypted, SshKeys.PASSPHRASE);
            Path config = SERVER.writeConfig(encrypted, SERVER.knownHosts(), "");
            Map<String, String> environment =
                    Map.of("SSH_AUTH_SOCK", agent.socket().toString());
            try (MainJobFixture fixture = MainJobFixture.start(configuration(config, ""), environment, directory)) {
                assertThat(fixture.run(command("true")).isSuccess()).isTrue();
            }
            try (MainJobFixture fixture = MainJobFixture.start(configuration(config, ""), Map.of(), directory)) {
                Outcome outcome = fixture.run(command("true"));
                assertThat(outcome.state()).isEqualTo(Outcome.State.PARKED);
                assertThat(outcome.message()).contains("ssh-add");
            }
        }
    }

    @Test
    void a_job_runs_and_logs_through_a_jump_host() throws Exception {
        Path config = SERVER.writeConfig("Host h3\n ProxyJump h2\n");
        try (MainJobFixture fixture = MainJobFixture.start(configuration(config, ""), directory)) {
            Outcome outcome = fixture.run(chatty("h3", 100));

            assertThat(outcome.isSuccess()).as(outcome.toString()).isTrue();
            assertThat(fixture.logged("node.h3.example_parallel")).hasSize(100);
        }
    }

    @Test
    void a_job_does_not_notice_that_its_connection_breaks() throws Exception {
        Path started = directory.resolve("started");
        Path go = directory.resolve("go");
        var call = CompletableFuture.supplyAsync(() -> {
            try {
                return fixture()
                        .run(
                                List.of(
                                        command(
                                                "sh",
                                                "-c",
                                                "echo one; echo $$ >> " + started + "; while [ ! -e " + go
                                                        + " ]; do sleep 0.1; done; echo two; exit 3"),
                                        command("echo", "after")),
                                1);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        await().until(() -> Files.exists(started));

        SERVER.killConnections();
        Files.createFile(go);
        List<Outcome> outcomes = call.get(60, TimeUnit.SECONDS);

        assertThat(outcomes.get(0).failure().orElseThrow().exitCode()).isEqualTo(3);
        assertThat(Files.readString(outcomes.get(0).attempt().orElseThrow().stdout()))
                .isEqualTo("one\ntwo\n");
        assertThat(Files.readAllLines(started)).hasSize(1);
        assertThat(MainJobFixture.text(outcomes.get(1))).isEqualTo("after\n");
    }

    @Test
    void records_travel_straight_to_a_given_address_where_so_configured() throws Exception {
        try (MainJobFixture fixture = MainJobFixture.start(
                configuration(SERVER.sshConfig(), "log_transport = direct 127.0.0.1"), directory)) {
            assertThat(fixture.run(chatty("h2", 10)).isSuccess()).isTrue();
            assertThat(fixture.logged("node.h2.example_parallel")).hasSize(10);
        }
    }

    private Path helloScript() throws Exception {
        return Files.writeString(directory.resolve("hello.sh"), "#!/bin/sh\ntest \"$2\" -gt 0\n");
    }
}
