package pipeline.remote.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.remote.TransportException;
import pipeline.remote.TransportException.Cause;
import pipeline.remote.sshconfig.TestSettings;
import pipeline.testing.Leaks;
import pipeline.testing.OpenSshServer;
import pipeline.testing.ProgramRun;
import pipeline.testing.RequiredProgram;

class ProxyCommandIT {

    private static final String QUESTION = "echo $SSH_CONNECTION";

    @RegisterExtension
    static final OpenSshServer SERVER = OpenSshServer.create();

    @TempDir
    Path home;

    private final List<SshConnector> connectors = new ArrayList<>();

    @AfterEach
    void close_connectors_and_find_no_thread_and_no_process_of_theirs() {
        connectors.forEach(SshConnector::close);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(Leaks::isOfConnection);
            assertThat(commands()).isEmpty();
        });
    }

    @Test
    void what_the_guides_of_computing_centres_teach_leads_to_the_host() throws Exception {
        Path config = behindGate("h3");
        assertThat(ProgramRun.of(RequiredProgram.SSH, "-F", config.toString(), "h3", QUESTION)
                        .out())
                .contains(" 127.0.0.3 ");
        ClientSession session = connect(config, "h3");
        assertThat(Sessions.run(session, QUESTION)).contains(" 127.0.0.3 ");
        assertThat(commands()).hasSize(1).first().asString().contains("-W 127.0.0.3:" + SERVER.port() + " h2");
        session.close(true);
        await().atMost(Duration.ofSeconds(10)).until(() -> commands().isEmpty());
    }

    @Test
    void a_command_has_a_session_of_its_own_and_no_terminal_to_ask_on() throws Exception {
        connect(behindGate("h3"), "h3");
        ProcessHandle command = running().findFirst().orElseThrow();
        assertThat(session(command)).isNotEqualTo(session(ProcessHandle.current()));
    }

    /** Returns the sixth field of proc(5)'s stat. */
    private static String session(ProcessHandle process) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
    }

    @Test
    void large_outputs_come_through_whole() throws Exception {
        ClientSession session = connect(behindGate("h3"), "h3");
        assertThat(Sessions.run(session, "head -c 3000000 /dev/zero | tr '\\0' x"))
                .hasSize(3_000_000);
    }

    @Test
    void many_hosts_behind_one_gate_do_not_press_it() throws Exception {
        SshConnector connector = connector(behindGate("t*"));
        List<CompletableFuture<ClientSession>> sessions = IntStream.rangeClosed(1, 12)
                .mapToObj(number -> connector.connect("t" + number))
                .toList();
        for (CompletableFuture<ClientSession> session : sessions) {
            assertThat(session.get(120, TimeUnit.SECONDS).isAuthenticated()).isTrue();
        }
        assertThat(SERVER.log()).noneMatch(line -> line.contains("MaxStartups"));
    }

    @Test
    void a_jump_host_may_be_behind_a_command() throws Exception {
        Path config = SERVER.writeConfig("Host h4\n  ProxyJump h3\nHost h3\n  ProxyCommand " + gate() + "\n");
        assertThat(Sessions.run(connect(config, "h4"), QUESTION)).contains(" 127.0.0.4 ");
    }

    @Test
    void the_command_of_a_host_in_the_middle_of_a_way_is_not_run() throws Exception {
        Path config = SERVER.writeConfig("Host h4\n  ProxyJump h2,h3\nHost h3\n  ProxyCommand false\n");
        assertThat(Sessions.run(connect(config, "h4"), QUESTION)).contains(" 127.0.0.4 ");
    }

    @Test
    void a_command_that_fails_is_shown_with_its_last_words() throws Exception {
        Path config = SERVER.writeConfig(
                "Host h3\n  ProxyCommand sh -c 'echo starting >&2; echo the gate is shut >&2; exit 7' %h\n");
        TransportException failure = failure(config, "h3");
        assertThat(failure.cause()).isEqualTo(Cause.UNREACHABLE);
        assertThat(failure)
                .hasMessage("h3: its ProxyCommand ended with code 7 (the gate is shut); try it by hand: exec sh -c"
                        + " 'echo starting >&2; echo the gate is shut >&2; exit 7' 127.0.0.3");
    }

    @Test
    void a_gate_that_does_not_let_in_says_so() throws Exception {
        String stranger = "ssh -F " + SERVER.sshConfig() + " -i /dev/null -o IdentityAgent=none -o IdentityFile=none"
                + " -o PreferredAuthentications=password -W %h:%p h2";
        Path config = SERVER.writeConfig("Host h3\n  ProxyCommand " + stranger + "\n");
        assertThat(failure(config, "h3")).hasMessageContaining("Permission denied");
    }

    @Test
    void a_command_that_is_not_there_is_not_tried_again() throws Exception {
        Path tries = home.resolve("tries");
        Path config =
                SERVER.writeConfig("Host h3\n  ProxyCommand sh -c 'echo x >>" + tries + "; exec /no/such/program'\n");
        assertThat(failure(config, "h3"))
                .hasMessageContaining("ended with code 127")
                .hasMessageContaining("not found");
        assertThat(tries).hasContent("x");
    }

    @Test
    void a_command_that_says_nothing_is_ended_after_the_timeout() throws Exception {
        Path config = SERVER.writeConfig("Host h3\n  ConnectTimeout 1\n  ProxyCommand sleep 77\n");
        TransportException failure = failure(config, "h3");
        assertThat(failure.cause()).isEqualTo(Cause.UNREACHABLE);
        assertThat(failure)
                .hasMessageStartingWith("h3: does not answer at 127.0.0.3:" + SERVER.port()
                        + " by way of its ProxyCommand (waited 1.0 s)");
        await().atMost(Duration.ofSeconds(10)).until(() -> commands().isEmpty());
    }

    @Test
    void what_a_slow_command_has_said_is_in_the_message() throws Exception {
        Path config = SERVER.writeConfig(
                "Host h3\n  ConnectTimeout 1\n  ProxyCommand sh -c 'echo waiting for the gate >&2; sleep 77'\n");
        assertThat(failure(config, "h3")).hasMessageEndingWith("; its ProxyCommand says: waiting for the gate");
    }

    @Test
    void a_session_through_a_command_that_dies_is_closed() throws Exception {
        ClientSession session = connect(behindGate("h3"), "h3");
        running().forEach(ProcessHandle::destroyForcibly);
        await().atMost(Duration.ofSeconds(10)).until(() -> !session.isOpen());
    }

    /** Returns the command lines of what runs for this test. */
    private static List<String> commands() {
        return running().map(ProxyCommandIT::commandLine).toList();
    }

    private static Stream<ProcessHandle> running() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> commandLine(process).contains("-W 127.0.0.")
                        || commandLine(process).contains("sleep 77"));
    }

    private static String commandLine(ProcessHandle process) {
        return process.info().commandLine().orElse("");
    }

    private static String gate() {
        return "ssh -F " + SERVER.sshConfig() + " -W %h:%p h2";
    }

    private static Path behindGate(String hosts) throws IOException {
        return SERVER.writeConfig("Host " + hosts + "\n  ProxyCommand " + gate() + "\n");
    }

    private SshConnector connector(Path config) throws IOException {
        SshConnector connector = new SshConnector(
                TestSettings.in(Files.createDirectories(home)).sshConfig(config).build());
        connectors.add(connector);
        return connector;
    }

    private ClientSession connect(Path config, String host) throws Exception {
        return connector(config).connect(host).get(60, TimeUnit.SECONDS);
    }

    private TransportException failure(Path config, String host) throws Exception {
        return Sessions.failure(connector(config).connect(host));
    }
}
