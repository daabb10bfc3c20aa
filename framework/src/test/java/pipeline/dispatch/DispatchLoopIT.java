package pipeline.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pipeline.config.Configuration;
import pipeline.dispatch.attempt.AttemptRunner;
import pipeline.dispatch.attempt.NodeFiles;
import pipeline.dispatch.attempt.RunIdentity;
import pipeline.dispatch.enqueue.Enqueuer;
import pipeline.dispatch.enqueue.ReuseCheck;
import pipeline.dispatch.fingerprint.Fingerprints;
import pipeline.dispatch.queue.JobBatch;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StopMode;
import pipeline.dispatch.rules.Timeouts;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.Membership;
import pipeline.frame.Frame;
import pipeline.job.ComputeJob;
import pipeline.job.FailureKind;
import pipeline.job.JobKeys;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcome.State;
import pipeline.job.identity.Provenance;
import pipeline.log.LogLevel;
import pipeline.log.server.LogServer;
import pipeline.log.server.LoggingSettings;
import pipeline.log.server.MasterLogging;
import pipeline.remote.TransportException;
import pipeline.store.JobTable;
import pipeline.store.settings.JobTables;
import pipeline.testing.LeakCheck;
import pipeline.testing.Masters;
import pipeline.time.Scheduler;

@Timeout(60)
class DispatchLoopIT {

    private static final Timeouts LONG = Timeouts.DEFAULT;
    private static final Timeouts SHORT = new Timeouts(
            Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(100));

    @RegisterExtension
    private final LeakCheck leaks = new LeakCheck();

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final FakeTransport transport = new FakeTransport();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final JobListener listener = new JobListener() {
        @Override
        public void started(ComputeJob job, long number) {
            heard.add("started " + number);
        }

        @Override
        public void ended(Outcome outcome) {
            heard.add("ended " + outcome.state());
        }
    };
    private MasterLogging logging;
    private LogServer logServer;
    private final JobTable table = JobTables.inMemory();
    private final Membership membership = Masters.enter(table, "recipe", "job", RunRules.DEFAULT);
    private JobTableWriter writer;
    private DispatchLoop loop;
    private int calls;

    @BeforeEach
    void start() throws Exception {
        LoggingSettings lines = new LoggingSettings(Optional.empty(), "%(levelname)s %(name)s: %(message)s", "");
        logging = MasterLogging.start(lines, LogLevel.DEBUG, "recipe", console);
        logServer = LogServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), logging.sink());
        loop = loop(Configuration.empty(Map.of(), Map.of()), LONG);
    }

    @AfterEach
    void stop() {
        loop.close();
        writer.close();
        membership.close();
        table.close();
        logServer.close();
        logging.close();
    }

    @Test
    void three_thousand_jobs_on_two_hundred_hosts_end_in_order() throws Exception {
        List<ComputeJob> jobs = IntStream.range(0, 3_000)
                .mapToObj(i -> ComputeJob.command("h" + i % 200, "true", "" + i))
                .toList();
        List<Outcome> outcomes = submit(3, jobs).await();
        assertThat(outcomes).extracting(Outcome::job).isEqualTo(jobs);
        assertThat(outcomes).allMatch(Outcome::isSuccess);
    }

    @Test
    void no_more_run_on_a_host_than_the_call_allows_and_no_more_slots_are_asked_for() throws Exception {
        FakeHost host = holding("a");
        JobBatch call = submit(3, jobs("a", 20));
        await().until(() -> host.held.size() == 3);
        for (int i = 0; i < 20; i++) {
            host.held.take().end(0);
        }
        assertThat(call.await()).allMatch(Outcome::isSuccess);
        assertThat(host.mostRunning).hasValue(3);
        assertThat(host.slots).hasSize(3);
    }

    @Test
    void calls_share_the_throttle_and_a_modest_call_is_not_overtaken_for_ever() throws Exception {
        FakeHost host = holding("a");
        JobBatch greedy = submit(3, jobs("a", 3));
        JobBatch modest = submit(1, jobs("a", 1));
        JobBatch late = submit(3, jobs("a", 1));
        host.held.take().end(0);
        host.held.take().end(0);
        FakeHost.FakeSlot last = host.held.take();
        assertThat(greedy.listener()).isSameAs(listener);
        last.end(0);
        host.held.take().end(7);
        assertThat(modest.await()).extracting(Outcome::state).containsExactly(State.FAILED);
        host.held.take().end(0);
        assertThat(late.await()).allMatch(Outcome::isSuccess);
        assertThat(greedy.await()).allMatch(Outcome::isSuccess);
    }

    @Test
    void a_host_that_opens_no_slot_parks_its_jobs_with_one_error_and_others_run() throws Exception {
        transport.host("down").allowed = 0;
        JobBatch call = submit(2, List.of(job("down"), job("up"), job("down"), job("down")));
        assertThat(call.await())
                .extracting(Outcome::state)
                .containsExactly(State.PARKED, State.SUCCEEDED, State.PARKED, State.PARKED);
        assertThat(call.await().get(0).message()).isEqualTo("down: nobody answers");
        assertThat(said("jobs parked"))
                .containsExactly("ERROR recipe: down: nobody answers; the host is set aside, jobs parked: 3");
    }

    @Test
    void hosts_that_one_cause_sets_aside_are_reported_in_one_line() throws Exception {
        List<ComputeJob> jobs = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            transport.host("down" + i).allowed = 0;
            jobs.add(job("down" + i));
        }
        assertThat(submit(2, jobs).await()).extracting(Outcome::state).containsOnly(State.PARKED);
        assertThat(said("jobs parked"))
                .containsExactly(
                        "ERROR recipe: down[1-100]: 100 hosts are set aside for one cause, jobs parked: 100; such"
                                + " as down1: nobody answers");
    }

    @Test
    void a_host_that_is_up_again_takes_the_jobs_of_the_next_call() throws Exception {
        transport.host("a").allowed = 0;
        assertThat(submit(2, jobs("a", 2)).await()).extracting(Outcome::state).containsOnly(State.PARKED);
        transport.host("a").allowed = 2;
        assertThat(submit(2, jobs("a", 2)).await()).allMatch(Outcome::isSuccess);
    }

    @Test
    void fewer_slots_than_wanted_run_all_jobs_which_is_reported_once() throws Exception {
        FakeHost host = holding("a");
        host.allowed = 2;
        JobBatch call = submit(6, jobs("a", 10));
        for (int i = 0; i < 10; i++) {
            host.held.take().end(0);
        }
        assertThat(call.await()).allMatch(Outcome::isSuccess);
        assertThat(said("fewer slots"))
                .containsExactly("INFO recipe: a: nobody answers; jobs there go on with fewer slots");
    }

    @Test
    void a_slot_that_is_lost_costs_its_job_only_and_another_one_is_opened() throws Exception {
        FakeHost host = holding("a");
        JobBatch call = submit(2, jobs("a", 4));
        host.held.take().lose();
        for (int i = 0; i < 3; i++) {
            host.held.take().end(0);
        }
        List<Outcome> outcomes = call.await();
        assertThat(outcomes).filteredOn(Outcome::isSuccess).hasSize(3);
        assertThat(outcomes.get(0).state()).isEqualTo(State.PARKED);
        assertThat(outcomes.get(0).message()).contains("it may go on there, and the next run picks it up");
        assertThat(host.slots).hasSize(3);
    }

    @Test
    void a_host_that_goes_down_in_the_middle_parks_what_has_not_started() throws Exception {
        FakeHost host = holding("a");
        JobBatch call = submit(2, jobs("a", 5));
        FakeHost.FakeSlot first = host.held.take();
        FakeHost.FakeSlot second = host.held.take();
        host.allowed = 0;
        first.lose();
        second.lose();
        assertThat(call.await()).extracting(Outcome::state).hasSize(5).containsOnly(State.PARKED);
    }

    @Test
    void slots_that_died_while_idle_are_replaced() throws Exception {
        FakeHost host = transport.host("a");
        submit(3, jobs("a", 30)).await();
        await().until(() -> host.slots.size() == 3);
        host.slots.forEach(FakeHost.FakeSlot::lose);
        assertThat(submit(3, jobs("a", 3)).await()).allMatch(Outcome::isSuccess);
        assertThat(host.slots).hasSizeGreaterThan(3);
    }

    @Test
    void a_host_that_is_down_after_its_slots_died_while_idle_parks_its_jobs() throws Exception {
        FakeHost host = transport.host("a");
        submit(3, jobs("a", 30)).await();
        host.slots.forEach(FakeHost.FakeSlot::lose);
        host.allowed = 0;
        assertThat(submit(3, jobs("a", 3)).await()).extracting(Outcome::state).containsOnly(State.PARKED);
    }

    @Test
    void a_shell_that_ends_as_soon_as_it_has_started_parks_the_jobs_instead_of_starting_again_and_again()
            throws Exception {
        transport.host("a").slotsDieAtOnce = true;
        assertThat(submit(1, jobs("a", 2)).await())
                .extracting(Outcome::message)
                .containsOnly("a: its shell ended as soon as it had started; try to log in by hand");
    }

    @Test
    void a_name_that_does_not_answer_holds_back_its_own_jobs_only() throws Exception {
        aliases();
        FakeHost silent = transport.host("a");
        silent.isSilent = true;
        JobBatch blocked = submit(1, jobs("a", 3));
        await().until(() -> silent.asked() == 1);
        assertThat(submit(1, jobs("a-ib", 3)).await()).allMatch(Outcome::isSuccess);
        silent.answer();
        silent.isSilent = false;
        assertThat(blocked.await()).allMatch(Outcome::isSuccess);
    }

    @Test
    void a_name_that_is_down_parks_its_own_jobs_only() throws Exception {
        aliases();
        transport.host("a").allowed = 0;
        List<Outcome> outcomes =
                submit(1, List.of(job("a"), job("a-ib"), job("a"), job("a-ib"))).await();
        assertThat(outcomes)
                .extracting(Outcome::state)
                .containsExactly(State.PARKED, State.SUCCEEDED, State.PARKED, State.SUCCEEDED);
    }

    @Test
    void names_of_one_machine_share_the_throttle_and_take_turns_in_the_order_of_the_jobs() throws Exception {
        aliases();
        FakeHost one = holding("a");
        FakeHost other = holding("a-ib");
        JobBatch call = submit(1, List.of(job("a"), job("a-ib"), job("a"), job("a-ib")));
        one.held.take().end(0);
        other.held.take().end(0);
        one.held.take().end(0);
        FakeHost.FakeSlot last = other.held.take();
        assertThat(one.held).isEmpty();
        last.end(0);
        assertThat(call.await()).allMatch(Outcome::isSuccess);
    }

    @Test
    void of_a_machine_with_hundreds_of_names_few_are_asked_at_a_time() throws Exception {
        closeLoop();
        loop = loop(configuration(names(300)), LONG);
        List<ComputeJob> jobs = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            FakeHost host = transport.host("b" + i);
            host.isSilent = true;
            jobs.add(job("b" + i));
        }
        JobBatch call = submit(1, jobs);
        await().until(() -> transport.host("b8").asked() == 1);
        assertThat(IntStream.rangeClosed(9, 300)
                        .map(i -> transport.host("b" + i).asked()))
                .containsOnly(0);
        for (int i = 1; i <= 300; i++) {
            transport.host("b" + i).isSilent = false;
            transport.host("b" + i).answer();
        }
        assertThat(call.await()).allMatch(Outcome::isSuccess);
    }

    @Test
    void a_stop_while_slots_are_opening_returns_at_once() throws Exception {
        FakeHost host = transport.host("a");
        host.isSilent = true;
        JobBatch call = submit(2, jobs("a", 5));
        await().until(() -> host.asked() == 2);
        loop.stop(StopMode.END, "interrupted");
        assertThat(call.await()).extracting(Outcome::message).containsOnly("interrupted");
        loop.close();
        host.answer();
        assertThat(host.slots).hasSize(2).allMatch(slot -> slot.isClosed);
    }

    @Test
    void slots_that_fail_after_a_stop_leave_no_call_waiting() throws Exception {
        FakeHost host = holding("a");
        host.allowed = 1;
        JobBatch call = submit(1, jobs("a", 1));
        FakeHost.FakeSlot running = host.held.take();
        host.isSilent = true;
        JobBatch more = submit(3, jobs("a", 4));
        await().until(() -> host.asked() == 2);
        loop.stop(StopMode.END, "interrupted");
        host.answer();
        assertThat(more.await()).extracting(Outcome::state).containsOnly(State.NOT_STARTED);
        assertThat(call.await()).extracting(Outcome::message).containsExactly("interrupted");
        assertThat(running.isOpen()).isFalse();
    }

    @Test
    void after_a_stop_nothing_is_started_any_more() throws Exception {
        loop.stop(StopMode.END, "drained");
        assertThat(submit(1, jobs("a", 2)).await()).extracting(Outcome::message).containsOnly("drained");
        assertThat(transport.host("a").slots).isEmpty();
    }

    @Test
    void a_job_whose_files_are_on_their_way_at_a_stop_is_never_sent() throws Exception {
        FakeHost host = holding("a");
        host.put = new CompletableFuture<>();
        Path script = Files.writeString(directory.resolve("s.sh"), "#!/bin/sh\n");
        JobBatch call = submit(1, List.of(ComputeJob.script("a", script)));
        await().until(() -> heard.contains("started 1"));
        loop.stop(StopMode.END, "interrupted");
        assertThat(call.await()).extracting(Outcome::state).containsExactly(State.NOT_STARTED);
        host.put.complete("/node/s.sh");
        assertThat(host.held).isEmpty();
    }

    @Test
    void files_that_cannot_be_brought_park_the_job() throws Exception {
        transport.host("a").put = CompletableFuture.failedFuture(
                new TransportException(TransportException.Cause.NODE_FILES, "a", "no space left"));
        Path script = Files.writeString(directory.resolve("s.sh"), "#!/bin/sh\n");
        assertThat(submit(1, List.of(ComputeJob.script("a", script))).await())
                .extracting(Outcome::state, Outcome::message)
                .containsExactly(tuple(State.PARKED, "a: no space left"));
    }

    @Test
    void a_stop_while_the_last_records_arrive_does_not_touch_the_outcome() throws Exception {
        FakeHost host = holding("a");
        JobBatch call = submit(1, jobs("a", 1));
        FakeHost.FakeSlot slot = host.held.take();
        try (Socket sender = sender(1)) {
            slot.end(0);
            assertThat(submit(1, List.of(job("b"))).await()).allMatch(Outcome::isSuccess);
            loop.stop(StopMode.END, "interrupted");
            assertThat(sender.isConnected()).isTrue();
        }
        assertThat(call.await()).allMatch(Outcome::isSuccess);
        assertThat(said("ended without closing its log")).hasSize(1);
    }

    @Test
    void a_close_waits_for_the_outcomes_whose_records_arrive() throws Exception {
        closeLoop();
        loop = loop(Configuration.empty(Map.of(), Map.of()), SHORT);
        FakeHost host = holding("a");
        JobBatch call = submit(1, jobs("a", 1));
        FakeHost.FakeSlot slot = host.held.take();
        try (Socket sender = sender(1)) {
            slot.end(0);
            loop.close();
            assertThat(sender.isConnected()).isTrue();
        }
        assertThat(call.await()).allMatch(Outcome::isSuccess);
        assertThat(heard).containsExactly("started 1", "ended SUCCEEDED");
    }

    @Test
    void a_close_ends_what_runs_and_every_call_returns() throws Exception {
        FakeHost host = holding("a");
        JobBatch call = submit(2, jobs("a", 4));
        host.held.take();
        host.held.take();
        loop.close();
        assertThat(call.await())
                .extracting(Outcome::state)
                .containsExactly(State.FAILED, State.FAILED, State.NOT_STARTED, State.NOT_STARTED);
        assertThat(call.await().get(0).failure().orElseThrow().kind()).isEqualTo(FailureKind.CANCELLED);
        assertThat(heard).hasSize(6);
    }

    @Test
    void a_host_that_does_not_answer_the_kill_is_given_up() throws Exception {
        closeLoop();
        loop = loop(Configuration.empty(Map.of(), Map.of()), SHORT);
        FakeHost host = holding("a");
        host.killHangs = true;
        JobBatch call = submit(1, jobs("a", 1));
        host.held.take();
        loop.close();
        assertThat(call.await().get(0).failure().orElseThrow().kind()).isEqualTo(FailureKind.CANCELLED);
    }

    @Test
    void jobs_submitted_after_the_close_are_not_started_and_a_second_close_does_nothing() throws Exception {
        loop.close();
        loop.close();
        assertThat(submit(1, jobs("a", 2)).await()).extracting(Outcome::state).containsOnly(State.NOT_STARTED);
        loop.stop(StopMode.END, "too late");
        assertThat(heard).containsExactly("ended NOT_STARTED", "ended NOT_STARTED");
    }

    @Test
    void idle_slots_are_let_go_at_the_close() throws Exception {
        submit(2, jobs("a", 20)).await();
        loop.close();
        assertThat(transport.host("a").slots).isNotEmpty().allMatch(slot -> slot.isClosed);
    }

    @Test
    void a_fault_of_the_transport_is_reported_and_leaves_no_call_waiting() throws Exception {
        assertThat(submit(1, List.of(job("a"), job("broken"))).await())
                .extracting(Outcome::message)
                .allMatch(message -> message.contains("internal error in the dispatcher")
                        && message.contains("this transport is broken"));
        assertThat(said("please report it")).hasSize(1);
    }

    @Test
    void a_listener_that_throws_only_earns_a_warning() throws Exception {
        JobListener bad = new JobListener() {
            @Override
            public void started(ComputeJob job, long number) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void stdout(ComputeJob job, byte[] bytes, boolean endOfLine) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void ended(Outcome outcome) {
                throw new IllegalStateException("on purpose");
            }
        };
        FakeHost host = holding("a");
        JobBatch call = submit(1, jobs("a", 1), bad);
        FakeHost.FakeSlot slot = host.held.take();
        slot.output.stdout("x\ny\nlast".getBytes(UTF_8), 0, 8);
        slot.end(0);
        assertThat(call.await()).allMatch(Outcome::isSuccess);
        assertThat(said("a job listener failed; the jobs go on")).isNotEmpty();
        assertThat(said("a listener for job output failed")).hasSize(1);
        assertThat(said("INFO node.a.true: last")).hasSize(1);
    }

    @Test
    void an_answer_that_cannot_be_read_fails_the_job() throws Exception {
        FakeHost host = holding("a");
        JobBatch call = submit(1, jobs("a", 1));
        FakeHost.FakeSlot slot = host.held.take();
        slot.output.frame(new Frame(Frame.ANSWER, "[]"));
        slot.end(0);
        assertThat(call.await().get(0).message()).startsWith("its result cannot be read: an answer must be");
    }

    @ParameterizedTest
    @EnumSource(LogLevel.class)
    void nodes_are_told_the_level_below_which_the_master_writes_nothing(LogLevel level) throws Exception {
        logging.close();
        logging = MasterLogging.start(LoggingSettings.defaults(), level, "recipe", console);
        submit(1, jobs("a", 1)).await();
        assertThat(transport.host("a").slots.element().script).contains("PIPELINE_LOG_LEVEL='" + level.name() + "'\n");
    }

    @Test
    void nodes_are_told_to_send_the_gravest_only_where_the_log_is_off() throws Exception {
        logging.close(); // leaves Log4j with no configuration of ours
        Configurator.setLevel("node.a.true", Level.OFF);
        submit(1, jobs("a", 1)).await();
        assertThat(transport.host("a").slots.element().script).contains("PIPELINE_LOG_LEVEL='CRITICAL'\n");
    }

    @Test
    void what_jobs_print_is_logged_at_info_and_warning_as_the_level_allows() throws Exception {
        FakeHost host = holding("a");
        JobBatch call = submit(1, jobs("a", 1));
        FakeHost.FakeSlot slot = host.held.take();
        slot.output.stdout("out\n".getBytes(UTF_8), 0, 4);
        logging.close();
        logging = MasterLogging.start(LoggingSettings.defaults(), LogLevel.WARNING, "recipe", console);
        slot.output.stdout("more\n".getBytes(UTF_8), 0, 5);
        slot.output.stderr("err\n".getBytes(UTF_8), 0, 4);
        slot.end(0);
        assertThat(call.await()).allMatch(Outcome::isSuccess);
        assertThat(said("node.a.true"))
                .hasSize(2)
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("INFO node.a.true: out"),
                        line -> assertThat(line).endsWith("WARNING node.a.true: err"));
    }

    @Test
    void the_log_says_what_goes_where_and_how() throws Exception {
        submit(1, List.of(ComputeJob.command("localhost", "sha256sum"))).await();
        assertThat(said("Dispatching"))
                .containsExactly("DEBUG recipe: Dispatching command to localhost with fake: job 1, sha256sum");
    }

    private DispatchLoop loop(Configuration configuration, Timeouts timeouts) {
        DispatchSettings settings = DispatchSettings.from(configuration);
        RunIdentity run = new RunIdentity("recipe", "job", directory.resolve("out"));
        AttemptRunner runner = new AttemptRunner(
                run,
                settings,
                new NodeFiles(name -> InputStream.nullInputStream()),
                logServer,
                Scheduler.system(),
                timeouts);
        writer = new JobTableWriter(membership, new Random(1));
        return new DispatchLoop(LoopParts.of(runner, transport, writer, RunRules.DEFAULT), timeouts, runner.logger());
    }

    private void closeLoop() {
        loop.close();
        writer.close();
    }

    private void aliases() throws Exception {
        closeLoop();
        loop = loop(configuration("a = a-ib"), LONG);
    }

    private static String names(int count) {
        StringBuilder line = new StringBuilder("b0 =");
        for (int i = 1; i <= count; i++) {
            line.append(i == 1 ? " " : ", ").append('b').append(i);
        }
        return line.toString();
    }

    private Configuration configuration(String hosts) throws Exception {
        Path file = Files.writeString(directory.resolve("pipeline.cfg"), "[hosts]\n" + hosts + "\n");
        return Configuration.read(file, Map.of(), Map.of());
    }

    private FakeHost holding(String name) {
        FakeHost host = transport.host(name);
        host.holdsJobs = true;
        return host;
    }

    private static ComputeJob job(String host) {
        return ComputeJob.command(host, "true");
    }

    private static List<ComputeJob> jobs(String host, int count) {
        return Collections.nCopies(count, job(host));
    }

    private JobBatch submit(int maxPerNode, List<ComputeJob> jobs) {
        return submit(maxPerNode, jobs, listener);
    }

    private JobBatch submit(int maxPerNode, List<ComputeJob> jobs, JobListener to) {
        JobBatch call = new JobBatch(0, maxPerNode, to);
        RunIdentity run = new RunIdentity("recipe", "job", directory.resolve("out"));
        Enqueuer enqueuer = new Enqueuer(
                run,
                membership,
                new Fingerprints(TestRun.settings(), NodeFiles.ofThisProgram()),
                new ReuseCheck(membership.table(), RunRules.DEFAULT, Optional.empty(), LogManager.getLogger("recipe")),
                abandoned -> {},
                LogManager.getLogger("recipe"));
        calls++;
        loop.submit(enqueuer.enqueue("step " + calls, call, jobs, new JobKeys(), Provenance.NONE));
        return call;
    }

    /** A node program of a job that holds its log open. */
    private Socket sender(long job) throws Exception {
        Socket socket =
                new Socket(logServer.address().getAddress(), logServer.address().getPort());
        socket.getOutputStream()
                .write(("{\"hello\":1,\"token\":\"" + logServer.token() + "\",\"job\":\"" + job
                                + "\",\"logger\":\"node.a.true\"}\n")
                        .getBytes(UTF_8));
        assertThat(socket.getInputStream().readNBytes(12)).isEqualTo("{\"ok\":true}\n".getBytes(UTF_8));
        return socket;
    }

    private List<String> said(String part) {
        return console.toString(UTF_8)
                .lines()
                .filter(line -> line.contains(part))
                .toList();
    }
}
