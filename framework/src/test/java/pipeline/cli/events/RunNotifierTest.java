package pipeline.cli.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.text.Json;
import pipeline.time.VirtualTime;
import tools.jackson.databind.JsonNode;

class RunNotifierTest {

    private static final RunFacts RUN =
            new RunFacts("foreach", "night", "head", 7, Path.of("/x"), "/x/pipeline.log", List.of("foreach"));
    private static final NotificationHook HOOK = new NotificationHook.Command("true");

    private final VirtualTime time = new VirtualTime();
    private final List<JsonNode> told = new CopyOnWriteArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final RunNotifier notifier = notifier((hook, json) -> told.add(Json.read(json)));
    private final JobListener listener = notifier.listener("1");

    private RunNotifier notifier(NotificationSender.Delivery delivery) {
        return new RunNotifier(
                RUN,
                new NotificationSettings(List.of(HOOK), Duration.ofMinutes(30), Duration.ofSeconds(1)),
                time,
                delivery,
                warnings::add);
    }

    @AfterEach
    void close() {
        notifier.close();
    }

    private static ComputeJob job(int number) {
        return ComputeJob.command("lce%03d".formatted(number), "qc.sh", "/data/obs_%03d.wav".formatted(number));
    }

    private void run(int number) {
        listener.started(job(number), number);
    }

    private static Attempt attempt(int number) {
        return new Attempt(number, null, Duration.ofSeconds(1), null, null);
    }

    private void succeed(int number) {
        listener.ended(Outcome.succeeded(job(number), attempt(number), null));
    }

    private void fail(int number) {
        listener.ended(Outcome.failed(
                job(number), attempt(number), new Failure(FailureKind.PROGRAM, 3, "no flux in " + number)));
    }

    private JsonNode told(int count) {
        await().until(() -> told.size() >= count);
        assertThat(told).hasSize(count);
        return told.get(count - 1);
    }

    @Test
    void the_first_failure_is_reported_and_no_other() {
        notifier.scheduled("1", List.of(job(1), job(2)));
        run(1);
        fail(1);
        run(2);
        fail(2);
        notifier.ended(1, "");

        assertThat(told(2).path("event").stringValue()).isEqualTo("end");
        assertThat(told.get(0).path("event").stringValue()).isEqualTo("failure");
        assertThat(told.get(0).path("message").stringValue())
                .isEqualTo("night: the first job failed: qc.sh /data/obs_001.wav on lce001: no flux in 1");
        assertThat(told.get(1).path("exit_code").intValue()).isEqualTo(1);
        assertThat(told.get(1).path("jobs").path("failed").intValue()).isEqualTo(2);
        assertThat(told.get(1).path("log").stringValue()).isEqualTo("/x/pipeline.log");
    }

    @Test
    void hosts_that_are_set_aside_within_a_moment_are_reported_together_and_once() {
        for (int i : new int[] {1, 2, 3, 3}) {
            listener.ended(Outcome.parked(job(i), "connection refused"));
        }
        time.advance(Duration.ofSeconds(3));

        JsonNode host = told(1);
        assertThat(host.path("event").stringValue()).isEqualTo("host");
        assertThat(host.path("message").stringValue())
                .isEqualTo("night: no jobs go to lce[001-003] for now: connection refused");
        assertThat(host.path("hosts")).hasSize(3);
    }

    @Test
    void a_long_time_without_the_end_of_a_job_is_reported_at_twice_that_time_again_and_anew_after_an_end() {
        notifier.scheduled("1", List.of(job(1), job(2), job(3)));
        run(1);
        run(2);
        time.advance(Duration.ofMinutes(29));
        succeed(1);
        time.advance(Duration.ofMinutes(29));
        assertThat(told).isEmpty();
        time.advance(Duration.ofMinutes(1));
        assertThat(told(1).path("message").stringValue())
                .isEqualTo("night: no job has ended for 30 min, 1 of 3 jobs done, 1 running");
        time.advance(Duration.ofMinutes(29));
        assertThat(told).hasSize(1);
        time.advance(Duration.ofMinutes(1));
        assertThat(told(2).path("event").stringValue()).isEqualTo("quiet");
        time.advance(Duration.ofMinutes(59));
        succeed(2);
        time.advance(Duration.ofMinutes(30));
        told(3);
        notifier.ended(0, "");
        told(4);
        time.advance(Duration.ofHours(5));
        told(4);
    }

    @Test
    void a_hook_that_fails_or_hangs_is_a_warning_and_holds_nothing_up() {
        CountDownLatch never = new CountDownLatch(1);
        try (RunNotifier hanging = notifier((hook, json) -> never.await())) {
            hanging.ended(0, "");
        }
        assertThat(warnings).containsExactly("not all notifications were sent within 2 s; the others are given up");
        warnings.clear();
        try (RunNotifier failing = notifier((hook, json) -> {
            throw new IOException("ended with exit code 7");
        })) {
            failing.ended(0, "");
        }
        assertThat(warnings).containsExactly("cmd:true was not notified of the event end: ended with exit code 7");
    }
}
