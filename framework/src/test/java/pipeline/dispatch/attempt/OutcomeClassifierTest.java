package pipeline.dispatch.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import pipeline.dispatch.FakeHost;
import pipeline.dispatch.queue.JobBatch;
import pipeline.dispatch.queue.QueuePosition;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.dispatch.rules.Timeouts;
import pipeline.frame.Frame;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.wire.NodeAnswer;
import pipeline.remote.SlotOwner;
import pipeline.remote.TransportException;
import pipeline.store.Finish;
import pipeline.store.OutputFiles;
import pipeline.store.Reservation;
import pipeline.time.Scheduler;
import pipeline.time.VirtualTime;

class OutcomeClassifierTest {

    private static final JobSetup SETUP = setup("");

    private final VirtualTime time = new VirtualTime();
    private final ComputeJob job = ComputeJob.command("a", "true");
    private final QueuedJob queued =
            new QueuedJob(new JobBatch(1, 1, JobListener.NONE), 0, 1, job, new QueuePosition(5, Instant.EPOCH, 0));
    private final RunningAttempt run = new RunningAttempt(
            queued, new FakeHost("a").new FakeSlot(), new SlotOwner("owner", ""), new Reservation(1, 1, 1), time);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "1,   exit code 1",
        "128, exit code 128",
        "129, ended by signal 1",
        "137, ended by signal 9",
        "192, ended by signal 64",
        "193, exit code 193",
        "255, exit code 255",
    })
    void the_code_of_a_program_says_how_it_failed(int code, String message) {
        Outcome outcome = ending(output()).outcome(code, null);
        assertThat(outcome.message()).isEqualTo(message);
        assertThat(outcome.failure().orElseThrow().kind()).isEqualTo(FailureKind.PROGRAM);
    }

    @Test
    void the_line_on_standard_error_that_tells_most_is_the_cause() {
        JobOutput output = output();
        stderr(output, "first\n cannot open x \n\n  \n");
        assertThat(ending(output).outcome(2, null).message()).isEqualTo("exit code 2: cannot open x");
        stderr(output, "cannot " + "y".repeat(400) + "\n");
        assertThat(ending(output).outcome(2, null).message()).endsWith("yyy…").hasSize(300 + 1 + 13);
    }

    @Test
    void the_place_in_the_slots_script_is_no_part_of_the_cause() {
        for (String place : List.of("sh: 16: ", "sh: line 3: ", "/bin/sh: 7: ", "")) {
            JobOutput output = output();
            stderr(output, place + "exec: nonesuch: not found\n");
            assertThat(ending(output).outcome(127, null).message())
                    .isEqualTo("exit code 127: exec: nonesuch: not found");
        }
    }

    @Test
    void what_a_node_program_answers_counts_more_than_what_it_prints() {
        JobOutput output = output();
        stderr(output, "noise\n");
        output.frame(new Frame(Frame.ANSWER, "{\"result\":null,\"error\":\"IOException: no such file\"}"));
        assertThat(ending(output).outcome(1, null).message()).isEqualTo("IOException: no such file");
    }

    @Test
    void code_0_is_success_with_or_without_a_result() {
        assertThat(ending(output()).outcome(0, null).result()).isEmpty();
        JobOutput output = output();
        output.frame(new Frame("other", "{}"));
        output.frame(new Frame(Frame.ANSWER, "{\"result\":[1],\"error\":null}"));
        assertThat(ending(output).outcome(0, null).result().orElseThrow().toString())
                .isEqualTo("[1]");
    }

    @ParameterizedTest
    @CsvSource({"0, exit code 0", "2, exit code 2", "143, ended by signal 15"})
    void a_program_that_was_not_started_is_no_success_and_not_to_blame_whatever_the_code(int code, String how) {
        Failure plain = ending(silent()).outcome(code, null).failure().orElseThrow();
        assertThat(plain).isEqualTo(new Failure(FailureKind.SETUP, null, how + " before the program was started"));
        Failure init =
                ending(silent(), setup("exit")).outcome(code, null).failure().orElseThrow();
        assertThat(init.kind()).isEqualTo(FailureKind.SETUP);
        assertThat(init.exitCode()).isNull();
        assertThat(init.message()).startsWith("init of [remote] did not come to its end (" + how + "), so");
    }

    @Test
    void a_node_program_without_an_answer_is_no_success() {
        ComputeJob program = ComputeJob.program("a", "x.Y");
        RunningAttempt programRun = new RunningAttempt(
                new QueuedJob(
                        new JobBatch(1, 1, JobListener.NONE), 0, 1, program, new QueuePosition(5, Instant.EPOCH, 0)),
                new FakeHost("a").new FakeSlot(),
                new SlotOwner("owner", ""),
                new Reservation(1, 1, 1),
                time);
        Attempt attempt = new Attempt(1, Instant.EPOCH, Duration.ZERO, null, null);
        JobOutput output = output();
        assertThat(new OutcomeClassifier(programRun, attempt, output, SETUP)
                        .outcome(0, null)
                        .failure())
                .contains(new Failure(
                        FailureKind.PROGRAM,
                        0,
                        "exit code 0, but no answer: a node program ends by returning from run, not by System.exit or"
                                + " Runtime.halt"));
        output.frame(new Frame(Frame.ANSWER, "{\"result\":null,\"error\":null}"));
        assertThat(new OutcomeClassifier(programRun, attempt, output, SETUP)
                        .outcome(0, null)
                        .isSuccess())
                .isTrue();
    }

    @Test
    void what_a_vanished_attempt_said_does_not_count_for_the_next() {
        JobOutput output = output();
        output.frame(new Frame(Frame.ANSWER, "{\"result\":[1],\"error\":null}"));
        output.startsAnew();
        assertThat(ending(output).outcome(0, null).failure().orElseThrow().kind())
                .isEqualTo(FailureKind.SETUP);
    }

    @Test
    void an_item_is_left_out_when_answer_and_code_say_so_both() {
        JobOutput output = output();
        output.frame(new Frame(Frame.ANSWER, NodeAnswer.skipping("no data\n").toJson()));
        Outcome skipped = ending(output).outcome(NodeAnswer.SKIP_CODE, null);
        assertThat(skipped.state()).isEqualTo(Outcome.State.SKIPPED);
        assertThat(skipped.message()).isEqualTo("no data");
        assertThat(skipped.exitCode()).contains(NodeAnswer.SKIP_CODE);
        assertThat(ending(output).outcome(0, null).message())
                .isEqualTo(
                        "it said that its item is to be left out, but went on and ended with code 0 in place of 117; nothing may catch what skip raises");
        assertThat(ending(output).outcome(137, null).failure()).isPresent();
        assertThat(ending(output()).outcome(NodeAnswer.SKIP_CODE, null).failure())
                .as("nobody said why")
                .isPresent();
    }

    @Test
    void an_item_is_left_out_with_the_exit_codes_that_the_job_names_and_no_other() {
        RunningAttempt skipping = new RunningAttempt(
                new QueuedJob(
                        new JobBatch(1, 1, JobListener.NONE),
                        0,
                        1,
                        job.skipExit(42, 43),
                        new QueuePosition(5, Instant.EPOCH, 0)),
                new FakeHost("a").new FakeSlot(),
                new SlotOwner("owner", ""),
                new Reservation(1, 1, 1),
                time);
        JobOutput output = output();
        stderr(output, "no such antenna\n");
        OutcomeClassifier classifier = new OutcomeClassifier(
                skipping, new Attempt(1, Instant.EPOCH, Duration.ZERO, null, null), output, SETUP);
        assertThat(classifier.outcome(43, null).state()).isEqualTo(Outcome.State.SKIPPED);
        assertThat(classifier.outcome(43, null).message()).isEqualTo("exit code 43: no such antenna");
        assertThat(classifier.outcome(44, null).state()).isEqualTo(Outcome.State.FAILED);
        assertThat(classifier.outcome(0, null).isSuccess()).isTrue();
        assertThat(skipping.ended(classifier.outcome(42, null), true)
                        .finish(null)
                        .how())
                .isEqualTo(new Finish.Skipped(42, "exit code 42: no such antenna"));
    }

    @Test
    void a_result_that_is_lost_is_a_failure_even_with_code_0() {
        JobOutput output = output();
        output.oversized(16 << 20);
        assertThat(ending(output).outcome(0, null).message())
                .isEqualTo("its result is larger than 16 MiB; let it write a file and return the path");
    }

    @ParameterizedTest
    @EnumSource(TransportException.Cause.class)
    void a_lost_host_is_no_failure_of_the_program(TransportException.Cause cause) {
        Outcome outcome = ending(output()).outcome(null, new TransportException(cause, "a", "gone"));
        if (cause == TransportException.Cause.SHELL_ENDED) {
            assertThat(outcome.failure().orElseThrow().kind()).isEqualTo(FailureKind.LOST);
            assertThat(outcome.message())
                    .isEqualTo(
                            "a: gone while the job ran; did its host restart, or did the job end its own process group?");
        } else {
            assertThat(outcome.state()).isEqualTo(Outcome.State.PARKED);
            assertThat(outcome.message())
                    .isEqualTo("a: gone while the job ran; it may go on there, and the next run picks it up");
        }
    }

    @Test
    void any_other_failure_is_ours() {
        Outcome outcome = ending(output()).outcome(null, new IllegalStateException("oops"));
        assertThat(outcome.failure().orElseThrow().kind()).isEqualTo(FailureKind.INTERNAL);
        assertThat(outcome.message()).contains("oops");
    }

    @Test
    void who_was_cancelled_says_why_whatever_its_code() {
        assertThat(run.send()).isTrue();
        run.cancel("interrupted", Duration.ZERO, Timeouts.DEFAULT);
        Outcome outcome = ending(output()).outcome(143, null);
        assertThat(outcome.failure().orElseThrow().kind()).isEqualTo(FailureKind.CANCELLED);
        assertThat(outcome.message()).isEqualTo("interrupted");
    }

    @Test
    void who_was_cancelled_says_so_if_it_may_go_on() {
        FakeHost host = new FakeHost("a");
        host.killHangs = true;
        RunningAttempt silent = new RunningAttempt(
                queued, host.new FakeSlot(), new SlotOwner("owner", ""), new Reservation(1, 1, 1), time);
        assertThat(silent.send()).isTrue();
        Duration none = Duration.ofMillis(1);
        silent.cancel("interrupted", none, new Timeouts(none, none, none, none));
        time.advance(none.multipliedBy(2));
        assertThat(silent.exitCode()).isCompletedExceptionally();
        Outcome outcome = new OutcomeClassifier(
                        silent, new Attempt(1, Instant.EPOCH, Duration.ZERO, null, null), output(), SETUP)
                .outcome(null, new RunningAttempt.CancelledException("interrupted"));
        assertThat(outcome.failure().orElseThrow().kind()).isEqualTo(FailureKind.CANCELLED);
        assertThat(outcome.message()).startsWith("interrupted; its host did not say that it has ended");
    }

    @Test
    void whose_time_was_over_has_code_124_whatever_its_own() {
        assertThat(run.send()).isTrue();
        run.timeOut("too long", Timeouts.DEFAULT);
        for (Integer code : List.of(143, 0)) {
            assertThat(ending(output()).outcome(code, null).failure())
                    .contains(new Failure(FailureKind.TIMEOUT, 124, "too long"));
        }
        TransportException shellEnded = new TransportException(TransportException.Cause.SHELL_ENDED, "a", "gone");
        assertThat(ending(output()).outcome(null, shellEnded).failure())
                .contains(new Failure(FailureKind.TIMEOUT, 124, "too long"));
    }

    @Test
    void whose_end_the_host_does_not_confirm_when_its_time_is_over_is_left_to_the_next_run() {
        FakeHost silent = new FakeHost("a");
        silent.killHangs = true;
        RunningAttempt hanging = new RunningAttempt(
                queued, silent.new FakeSlot(), new SlotOwner("owner", ""), new Reservation(1, 1, 1), time);
        assertThat(hanging.send()).isTrue();
        Duration none = Duration.ofMillis(1);
        hanging.timeOut("too long", new Timeouts(none, none, none, none));
        assertThat(hanging.exitCode()).isNotDone();
        time.advance(none.multipliedBy(2));
        assertThat(hanging.exitCode()).isCompletedExceptionally();
        Attempt attempt = new Attempt(1, Instant.EPOCH, Duration.ZERO, null, null);
        Outcome outcome = new OutcomeClassifier(hanging, attempt, output(), SETUP)
                .outcome(null, new RunningAttempt.CancelledException("too long"));
        assertThat(outcome.state()).isEqualTo(Outcome.State.PARKED);
        assertThat(outcome.message())
                .isEqualTo("too long, but a did not say that it has ended; the next run asks again");
        assertThat(hanging.ended(outcome, true).finish(null).how()).isInstanceOf(Finish.Lost.class);
    }

    private JobOutput output() {
        JobOutput output = silent();
        output.frame(new Frame(JobSetup.FRAME, "done"));
        return output;
    }

    /** Returns an output of which not even the beginning has come. */
    private JobOutput silent() {
        return new JobOutput(
                job,
                LogManager.getLogger("node"),
                JobListener.NONE,
                OutputFiles.of(directory, "lce001", 1, 1, "true"),
                Scheduler.system());
    }

    private OutcomeClassifier ending(JobOutput output) {
        return ending(output, SETUP);
    }

    private OutcomeClassifier ending(JobOutput output, JobSetup setup) {
        return new OutcomeClassifier(run, new Attempt(1, Instant.EPOCH, Duration.ZERO, null, null), output, setup);
    }

    private static void stderr(JobOutput output, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        output.stderr(bytes, 0, bytes.length);
    }

    private static JobSetup setup(String init) {
        return new JobSetup(
                ComputeJob.command("a", "true"),
                new NodeSettings(
                        new NodeSettings.DeploySettings(List.of(), List.of(), List.of(), List.of(), null),
                        init,
                        "",
                        null));
    }
}
