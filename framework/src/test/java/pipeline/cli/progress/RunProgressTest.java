package pipeline.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.cli.console.LiveScreen;
import pipeline.dispatch.AwayHost;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.time.VirtualTime;

class RunProgressTest {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-28T03:12:40Z"), ZoneId.of("Europe/Amsterdam"));

    private final List<AwayHost> away = new ArrayList<>();
    private final VirtualTime time = new VirtualTime();
    private final RunProgress progress = new RunProgress(time, () -> away);
    private final JobListener listener = progress.listener("1");
    private final List<ComputeJob> jobs = IntStream.range(0, 40)
            .mapToObj(i ->
                    ComputeJob.command("lce%03d".formatted(i % 10 + 1), "qc.sh", "/data/obs_%03d.wav".formatted(i)))
            .toList();

    /** Of 40 jobs on 10 hosts 10 are done, 2 of them before, 1 failed, 1 is parked, and 9 run, after 20 seconds. */
    private void go() {
        progress.scheduled("1", jobs);
        succeed(0, 0);
        succeed(1, 0);
        start(2, 12);
        time.advance(Duration.ofSeconds(10));
        for (int i = 2; i < 10; i++) {
            succeed(i, 1);
        }
        fail(10);
        listener.ended(Outcome.parked(jobs.get(11), "no route"));
        start(12, 21);
        time.advance(Duration.ofSeconds(10));
    }

    @Test
    void what_runs_what_ended_and_how_fast_is_counted_without_what_was_done_before() {
        go();

        ProgressView.StepView step = progress.view().steps().get(0);
        assertThat(step).isEqualTo(new ProgressView.StepView("1", 40, 10, 1, 1, 0, 9, 9 / 20.0, step.hosts()));
        assertThat(step.percent()).isEqualTo(30);
        assertThat(step.remaining()).contains(Duration.ofMillis(62_222));
        ProgressView.Host third = progress.view().hosts().get(2);
        assertThat(third)
                .isEqualTo(
                        new ProgressView.Host("lce003", 4, 1, 0, 0, 0, 1, "/data/obs_012.wav", Duration.ofSeconds(10)));
    }

    @Test
    void a_slow_host_with_many_jobs_left_sets_the_time() {
        List<ComputeJob> many = IntStream.range(0, 120)
                .mapToObj(i -> ComputeJob.command(i < 100 ? "fast" : "slow", "qc.sh", String.valueOf(i)))
                .toList();
        progress.scheduled("1", many);
        for (int i = 0; i < 100; i++) {
            listener.started(many.get(i), i + 1);
            time.advance(Duration.ofMillis(100));
            listener.ended(Outcome.succeeded(many.get(i), attempt(i, 1), null));
        }
        listener.started(many.get(100), 101);
        listener.started(many.get(101), 102);
        time.advance(Duration.ofSeconds(6));
        listener.ended(Outcome.succeeded(many.get(100), attempt(100, 1), null));
        listener.ended(Outcome.succeeded(many.get(101), attempt(101, 1), null));
        listener.started(many.get(102), 103);
        listener.started(many.get(103), 104);

        // 16 wait and 2 are half done on average, of 6 seconds each and two at a time
        assertThat(progress.view().steps().get(0).remaining()).contains(Duration.ofSeconds(51));
    }

    @Test
    void the_rate_of_a_later_step_is_its_own() {
        go();
        progress.scheduled("2", jobs.subList(0, 2));
        JobListener second = progress.listener("2");
        second.started(jobs.get(0), 101);
        time.advance(Duration.ofSeconds(4));
        second.ended(Outcome.succeeded(jobs.get(0), attempt(100, 1), null));

        assertThat(progress.view().steps().get(1).rate()).isEqualTo(0.25);
    }

    @Test
    void another_attempt_of_a_job_is_no_other_job() {
        progress.scheduled("1", jobs);
        listener.started(jobs.get(0), 1);
        listener.started(jobs.get(0), 1);

        assertThat(progress.view().steps().get(0).running()).isEqualTo(1);
    }

    @Test
    void a_job_that_waits_for_its_next_attempt_or_for_its_host_does_not_run() {
        progress.scheduled("1", jobs);
        listener.started(jobs.get(0), 1);
        listener.waits(jobs.get(0), 1);
        assertThat(progress.view().steps().get(0).running()).isZero();
        assertThat(progress.view().hosts().get(0).running()).isZero();

        listener.started(jobs.get(0), 1);
        assertThat(progress.view().steps().get(0).running()).isEqualTo(1);
        listener.waits(jobs.get(0), 1);
        listener.ended(Outcome.parked(jobs.get(0), "no space"));
        assertThat(progress.view().steps().get(0).running()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "140|night [============>                           ] 12 of 40 (30 %), 1 failed, 1 min 2 s left, 9 running, 1 parked"
                        + " or left out, 0.45/s, 20 s",
                "80|night [=====>             ] 12 of 40 (30 %), 1 failed, 1 min 2 s left, 9 running",
                "60|night [===>      ] 12 of 40 (30 %), 1 failed, 1 min 2 s left",
                "20|night 12 of 40 (30 %"
            })
    void a_bar_fits_the_screen_and_what_matters_most_stays(int width, String bar) {
        go();

        String drawn =
                ProgressText.screen("night", progress.view(), CLOCK, width, 1).get(0);
        assertThat(drawn.length()).isLessThanOrEqualTo(width);
        assertThat(drawn).isEqualTo(bar);
    }

    @Test
    void below_the_bar_are_the_hosts_whose_jobs_run_longest_and_the_rest_is_counted() {
        go();

        assertThat(ProgressText.screen("night", progress.view(), CLOCK, 80, 4))
                .containsExactly(
                        "night [=====>             ] 12 of 40 (30 %), 1 failed, 1 min 2 s left, 9 running",
                        "  lce001: 1 running, 1 of 4 done, 1 failed, /data/obs_020.wav for 10 s",
                        "  lce003: 1 running, 1 of 4 done, /data/obs_012.wav for 10 s",
                        "and 7 hosts more");
    }

    @Test
    void without_a_screen_a_line_says_it_each_minute_and_that_nothing_ends() {
        List<String> lines = new ArrayList<>();
        try (ProgressReporter reporter =
                new ProgressReporter("night", progress, lines::add, Optional.empty(), time, CLOCK)) {
            reporter.start(ProgressMode.AUTO, Map.of());
            go();
            time.advance(Duration.ofSeconds(39));
            assertThat(lines).isEmpty();
            time.advance(Duration.ofSeconds(1));
            assertThat(lines)
                    .containsExactly(
                            "night: 12 of 40 (30 %), 1 failed, 3 min 6 s left, 9 running, 1 parked or left out, 0.15/s after 1 min");
            time.advance(Duration.ofMinutes(2));
        }
        assertThat(lines).hasSize(4);
        assertThat(lines.get(2)).contains(", no job has ended for 2 min 50 s after 3 min");
        assertThat(lines.get(3)).as("how it ended").endsWith(", 0.05/s after 3 min");
        time.advance(Duration.ofMinutes(10));
        assertThat(lines).hasSize(4);
    }

    @Test
    void lines_say_when_steps_begin_which_hosts_are_away_and_how_it_ended() {
        List<String> lines = new ArrayList<>();
        try (ProgressReporter reporter =
                new ProgressReporter("night", progress, lines::add, Optional.empty(), time, CLOCK)) {
            reporter.start(ProgressMode.PLAIN, Map.of());
            go();
            away.add(new AwayHost("lce004", false, "lce004: no route", 3, Duration.ofSeconds(41)));
            time.advance(Duration.ofSeconds(40));
        }

        assertThat(lines)
                .containsExactly(
                        "night: 40 jobs begin",
                        "night: 12 of 40 (30 %), 1 failed, 3 min 6 s left, 9 running, 1 parked or left out, 0.15/s after 1 min",
                        "lce004 set aside since 04:11, 3 jobs parked: no route",
                        "night: 12 of 40 (30 %), 1 failed, 3 min 6 s left, 9 running, 1 parked or left out, 0.15/s after 1 min");
    }

    @Test
    void a_bar_is_drawn_at_most_five_times_a_second_and_gone_at_the_end() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        LiveScreen screen = new LiveScreen(terminal, () -> Optional.of(new LiveScreen.Size(80, 12)));
        try (ProgressReporter reporter =
                new ProgressReporter("night", progress, line -> {}, Optional.of(screen), time, CLOCK)) {
            reporter.start(ProgressMode.AUTO, Map.of("TERM", "xterm"));
            go();
        }
        String drawn = terminal.toString(StandardCharsets.UTF_8);
        assertThat(drawn.split("night \\[", -1).length - 1).isBetween(20, 100);
        assertThat(drawn).endsWith("\u001b[4A\r\u001b[J");
    }

    @Test
    void a_run_that_cannot_be_shown_goes_on() {
        LiveScreen broken = new LiveScreen(new ByteArrayOutputStream(), () -> {
            throw new IllegalStateException("no size");
        });
        try (ProgressReporter reporter =
                new ProgressReporter("night", progress, line -> {}, Optional.of(broken), time, CLOCK)) {
            reporter.start(ProgressMode.BAR, Map.of("TERM", "xterm"));
            progress.scheduled("1", jobs);

            assertThatCode(() -> time.advance(Duration.ofSeconds(2))).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, true, xterm, '', BAR",
        "AUTO, true, dumb, '', PLAIN",
        "AUTO, true, xterm, 1, PLAIN",
        "AUTO, false, xterm, '', PLAIN",
        "BAR, true, xterm, 1, BAR",
        "BAR, false, xterm, '', PLAIN",
        "PLAIN, true, xterm, '', PLAIN",
        "NONE, true, xterm, '', NONE"
    })
    void a_bar_needs_a_screen_that_somebody_looks_at(
            ProgressMode typed, boolean isScreen, String term, String ci, ProgressMode shown) {
        Map<String, String> variables = ci.isEmpty() ? Map.of("TERM", term) : Map.of("TERM", term, "CI", ci);

        assertThat(typed.resolved(isScreen, variables)).isEqualTo(shown);
    }

    private void start(int from, int to) {
        for (int i = from; i < to; i++) {
            listener.started(jobs.get(i), i + 1);
        }
    }

    private void succeed(int i, int ordinal) {
        listener.ended(Outcome.succeeded(jobs.get(i), attempt(i, ordinal), null));
    }

    private void fail(int i) {
        listener.ended(Outcome.failed(jobs.get(i), attempt(i, 1), new Failure(FailureKind.PROGRAM, 1, "exit code 1")));
    }

    private static Attempt attempt(int i, int ordinal) {
        return new Attempt(i + 1, ordinal, null, Duration.ofSeconds(1), null, null);
    }
}
