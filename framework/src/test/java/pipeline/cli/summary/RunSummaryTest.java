package pipeline.cli.summary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.testing.FakeJobRunner;
import pipeline.text.DisplayWidth;
import pipeline.text.Json;
import pipeline.text.ShellQuoting;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class RunSummaryTest {

    private static final Instant ENDED = Instant.parse("2026-10-28T16:14:18Z");

    @TempDir
    private Path directory;

    private static String told(List<Outcome> outcomes) {
        return told(outcomes, OptionalInt.empty());
    }

    private static String told(List<Outcome> outcomes, OptionalInt columns) {
        List<String> lines = CauseSections.lines(
                CauseSections.of(outcomes), CauseSections.Detail.STANDARD_ERROR, CauseSections.MOST_CAUSES, columns);
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    @Test
    void several_jobs_of_a_host_are_counted() {
        List<Outcome> outcomes = List.of(failure("n1", "no"), failure("n1", "no"), failure("n2", "other"));

        assertThat(told(outcomes)).matches("""
                3 jobs failed:
                  n1: no \\(2 jobs\\)
                    such as job (\\d+) \\(x on n1\\); pipeline logs \\1
                  n2: other
                    job (\\d+) \\(x on n2\\); pipeline logs \\2
                """);
    }

    @Test
    void hosts_and_a_cause_that_do_not_fit_beside_each_other_have_a_line_each() {
        List<Outcome> outcomes = List.of(
                Outcome.parked(ComputeJob.command("lce001", "true"), "lce001: connection refused"),
                Outcome.parked(ComputeJob.command("lce003", "true"), "lce003: connection refused"),
                Outcome.parked(ComputeJob.command("lce003", "true"), "lce003: connection refused"));

        assertThat(told(outcomes, OptionalInt.of(60)))
                .endsWith("  lce[001,003] (2 hosts): connection refused (3 jobs)\n");
        assertThat(told(outcomes, OptionalInt.of(50)))
                .endsWith("  lce[001,003] (2 hosts), 3 jobs:\n    connection refused\n");
    }

    @Test
    void equal_causes_on_several_hosts_are_one_line_though_each_message_names_its_host() {
        List<Outcome> outcomes = List.of(
                Outcome.parked(ComputeJob.command("n1", "true"), "n1: connection refused"),
                Outcome.parked(ComputeJob.command("n2", "true"), "n2: connection refused"));

        assertThat(told(outcomes))
                .isEqualTo(
                        "2 jobs parked, not failed: they wait for their hosts:\n  n[1-2] (2 hosts): connection refused\n");
    }

    @Test
    void one_cause_on_many_hosts_is_one_line_though_each_has_its_own_address_and_key() {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            String message =
                    "n%d: the key of n%d.example.org:22 is unknown: ssh-ed25519 SHA256:k%d; run ssh-keyscan -H %s"
                            .formatted(i, i, i, "n" + i + ".example.org");
            outcomes.add(Outcome.parked(ComputeJob.command("n" + i, "true"), message));
        }

        assertThat(told(outcomes))
                .isEqualTo(
                        "100 jobs parked, not failed: they wait for their hosts:\n  n[1-100] (100 hosts): the key of … is"
                                + " unknown: …; run ssh-keyscan -H ….example.org\n    such as n1: the key of n1.example.org:22 is"
                                + " unknown: ssh-ed25519 SHA256:k1; run ssh-keyscan -H n1.example.org\n");
    }

    @Test
    void many_messages_are_cut_and_the_most_frequent_come_first() {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            outcomes.add(failure("n" + i, "message " + letter(i)));
        }
        outcomes.add(failure("n99", "message " + letter(29)));

        assertThat(told(outcomes))
                .startsWith("31 jobs failed:\n  n[29,99] (2 hosts): message ~\n")
                .containsPattern("n0: message a\n")
                .endsWith("  and 10 more causes; summary.json beside the log has them all\n");
    }

    private static String letter(int number) {
        return Character.toString('a' + number);
    }

    @Test
    void outputs_that_are_empty_are_counted_whatever_their_names() {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            outcomes.add(outputFault("n" + i % 2, "out/is empty " + i, "is empty"));
        }
        outcomes.add(outputFault("n1", "b", "is missing"));

        assertThat(told(outcomes)).matches("""
                24 jobs failed:
                  n\\[0-1] \\(2 hosts\\): its output … is empty \\(23 jobs\\)
                    such as job \\d+ \\(x on n0\\): its output 'out/is empty 0' is empty; pipeline logs \\d+
                  n1: its output b is missing
                    job \\d+ \\(x on n1\\); pipeline logs \\d+
                """);
    }

    private static Outcome outputFault(String host, String path, String fault) {
        return Outcome.failed(
                ComputeJob.command(host, "x").outputs("other", path),
                FakeJobRunner.attempt(),
                new Failure(FailureKind.OUTPUT, 0, "its output " + ShellQuoting.quote(path) + " " + fault));
    }

    @Test
    void a_message_cannot_play_tricks_on_the_terminal() {
        assertThat(told(List.of(failure("n1", "a\u001b[2J\nb\t"))))
                .startsWith("1 job failed:\n  n1: a\\x1b[2J\\nb\\t\n");
    }

    @Test
    void hosts_that_cannot_be_folded_are_listed() {
        assertThat(told(List.of(failure("a,b[", "no")))).startsWith("1 job failed:\n  a,b[: no\n");
    }

    @Test
    void all_went_well_is_nothing_to_say() {
        assertThat(told(List.of())).isEmpty();
    }

    private static Outcome failure(String host, String message) {
        return FakeJobRunner.failure(ComputeJob.command(host, "x"), message);
    }

    @Test
    void an_interrupted_job_is_not_called_failed_and_one_that_somebody_cancelled_is() {
        List<Outcome> outcomes = List.of(cancelled("n1", "interrupted"), cancelled("n2", "cancelled by you: enough"));

        assertThat(told(outcomes)).matches("""
                1 job failed:
                  n2: cancelled by you: enough
                    job (\\d+) \\(x on n2\\); pipeline logs \\1
                1 job interrupted, not failed: the next start runs them again:
                  n1: interrupted
                    job (\\d+) \\(x on n1\\); pipeline logs \\2
                """);
    }

    private static Outcome cancelled(String host, String message) {
        return Outcome.failed(
                ComputeJob.command(host, "x"),
                FakeJobRunner.attempt(),
                new Failure(FailureKind.CANCELLED, null, message));
    }

    @Test
    void of_the_example_the_first_and_last_lines_of_standard_error_are_shown_and_do_nothing_to_the_terminal()
            throws IOException {
        Path stderr = directory.resolve("1.x.err");
        Files.writeString(stderr, "first\u001b[2J\nsecond\n" + "noise\n".repeat(20) + "a\nb\nc\nlast\n");
        ComputeJob job = ComputeJob.command("n1", "x");
        Outcome failed = Outcome.failed(
                job,
                new Attempt(17, null, Duration.ZERO, null, stderr),
                new Failure(FailureKind.PROGRAM, 3, "exit code 3: last"));

        assertThat(told(List.of(failed))).isEqualTo("""
                1 job failed:
                  n1: exit code 3: last
                    job 17 (x on n1); pipeline logs 17
                      | first\\x1b[2J
                      | second
                      | ... (20 lines)
                      | a
                      | b
                      | c
                      | last
                      all of it: %s
                """.formatted(stderr));
    }

    @Test
    void the_end_of_a_run_fits_into_one_screen_whatever_has_failed_and_every_line_into_its_width() {
        for (int causes : List.of(1, 5, 15, 30)) {
            for (int columns : List.of(60, 80, 140)) {
                List<Outcome> outcomes = new ArrayList<>();
                for (int i = 0; i < causes; i++) {
                    outcomes.add(failure(
                            "node" + i, "message " + letter(i) + " of a program that talks on and on, ".repeat(3)));
                }
                String screen = screen(outcomes, 24, columns);

                assertThat(screen.lines().count()).as("%d causes", causes).isLessThanOrEqualTo(23);
                assertThat(screen.lines().filter(line -> !line.startsWith("again: ") && !line.startsWith("log: ")))
                        .allMatch(line -> DisplayWidth.of(line) <= columns);
                assertThat(screen).contains(causes + " failed in ").contains("again: pipeline foreach -j night");
            }
        }
    }

    @Test
    void on_a_screen_of_ten_rows_the_largest_cause_and_the_command_are_left() {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            outcomes.add(failure("node" + i, "message " + letter(i)));
        }
        outcomes.add(failure("node99", "message " + letter(29)));

        assertThat(screen(outcomes, 10, 80)).isEqualTo("""
                31 jobs failed:
                  node[29,99] (2 hosts): message ~
                  node0: message a
                  and 28 more causes; summary.json beside the log has them all
                map: m: 1 gone (n1 a left)
                night: 0 of 31 jobs done, 31 failed in 0.0 s
                log: /d/pipeline.log
                again: pipeline foreach -j night
                """);
    }

    @Test
    void without_a_screen_a_run_that_left_nothing_to_do_says_nothing_more() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        new EndScreen(OptionalInt.empty(), OptionalInt.empty())
                .print(run(List.of(), List.of()), Optional.empty(), false, new PrintStream(printed, true, UTF_8));

        assertThat(printed.toString(UTF_8)).isEmpty();
    }

    private String screen(List<Outcome> outcomes, int rows, int columns) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        new EndScreen(OptionalInt.of(rows - 2), OptionalInt.of(columns))
                .print(
                        run(outcomes, List.of("pipeline foreach -j night")),
                        Optional.of(Path.of("/d/pipeline.log")),
                        true,
                        new PrintStream(printed, true, UTF_8));
        return printed.toString(UTF_8);
    }

    private EndedRun run(List<Outcome> outcomes, List<String> again) {
        RunTally tally = new RunTally(() -> 0);
        tally.scheduled("1", outcomes.stream().map(Outcome::job).toList());
        return new EndedRun(head(), ending(again), tally.view(outcomes));
    }

    private RunHead head() {
        return new RunHead(
                "foreach",
                "night",
                "pipeline foreach -j night",
                directory,
                Optional.of(directory.resolve("pipeline.log")),
                Instant.parse("2026-10-28T14:14:18Z"));
    }

    private static RunEnding ending(List<String> again) {
        RunEnding.Results results =
                new RunEnding.Results("Results:\nsucceeded = 1 of 2\n", (ObjectNode) Json.tree(Map.of("succeeded", 1)));
        return new RunEnding(
                ENDED, 1, "", new RunEnding.Notes(List.of(), List.of("m: 1 gone (n1 a left)"), again), results);
    }

    @Test
    void what_is_kept_says_what_was_typed_when_it_ran_and_how_it_ended() throws IOException {
        Files.writeString(directory.resolve("pipeline.log"), "a line of the log\n");
        RunTally tally = new RunTally(() -> 0);
        SummaryKeeper keeper = keeper(tally);
        keeper.begin();
        assertThat(json().path("state").stringValue()).isEqualTo("running");
        assertThat(directory.resolve("summary.txt")).content().contains("pipeline status -j night");

        ComputeJob good = ComputeJob.command("n1", "x", "a");
        Outcome bad = failure("n2", "exit code 3: no");
        tally.scheduled("1", List.of(good, bad.job()));
        JobListener listener = tally.listener("1");
        listener.started(good, 1);
        listener.ended(Outcome.succeeded(good, new Attempt(1, null, Duration.ofSeconds(2), null, null), null));
        keeper.watch(() -> List.of(bad));
        keeper.keep(keeper.ended(ending(List.of("pipeline foreach -j night"))));

        String text = Files.readString(directory.resolve("summary.txt"));
        assertThat(text).startsWith("""
                command: pipeline foreach -j night
                started: 2026-10-28T14:14:18Z
                ended: 2026-10-28T16:14:18Z, exit code 1
                Results:
                succeeded = 1 of 2
                1 job failed:
                  n2: exit code 3: no
                """).endsWith("""
                map: m: 1 gone (n1 a left)
                night: 1 of 2 jobs done, 1 failed in 0.0 s
                again: pipeline foreach -j night
                """);
        assertThat(directory.resolve("pipeline.log"))
                .content()
                .startsWith("a line of the log\ncommand: pipeline foreach -j night\n")
                .contains("ended: 2026-10-28T16:14:18Z, exit code 1\n")
                .doesNotContain("Results:");
        JsonNode json = json();
        assertThat(json.path("schema_version").intValue()).isEqualTo(1);
        assertThat(json.path("exit_code").intValue()).isEqualTo(1);
        assertThat(json.at("/jobs/failed").intValue()).isEqualTo(1);
        assertThat(json.at("/causes/0/hosts").stringValue()).isEqualTo("n2");
        assertThat(json.at("/again/0").stringValue()).isEqualTo("pipeline foreach -j night");
    }

    @Test
    void a_process_that_ends_before_its_run_keeps_how_far_that_came_and_once() throws IOException {
        RunTally tally = new RunTally(() -> 0);
        ComputeJob job = ComputeJob.command("n1", "x", "a");
        tally.scheduled("1", List.of(job, job, job));
        tally.listener("1").started(job, 1);
        tally.listener("1").started(job, 2);
        tally.listener("1").waits(job, 2);
        SummaryKeeper keeper = keeper(tally);

        keeper.keepUnfinished(143, "interrupted");
        keeper.keepUnfinished(70, "again");

        assertThat(directory.resolve("summary.txt")).content().endsWith("""
                ended: 2026-10-28T16:14:18Z, exit code 143: interrupted
                night: 0 of 3 jobs done, 2 not started, 1 left running in 0.0 s
                """);
        assertThat(json().path("exit_code").intValue()).isEqualTo(143);
    }

    @Test
    void a_summary_that_cannot_be_kept_is_reported_and_ends_nothing() throws IOException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Path gone = directory.resolve("gone");
        RunHead head = new RunHead("r", "night", "pipeline r", gone, Optional.empty(), ENDED);

        new SummaryKeeper(head, new RunTally(() -> 0), new PrintStream(err, true, UTF_8), Clock.systemUTC()).begin();

        assertThat(err.toString(UTF_8)).startsWith("pipeline: the summary of the run cannot be kept in " + gone);
    }

    private SummaryKeeper keeper(RunTally tally) {
        return new SummaryKeeper(
                head(),
                tally,
                new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                Clock.fixed(ENDED, ZoneOffset.UTC));
    }

    private JsonNode json() throws IOException {
        return Json.read(Files.readString(directory.resolve("summary.json")));
    }

    @Test
    void a_job_that_takes_more_than_three_times_the_median_is_a_straggler() {
        RunTally tally = new RunTally(() -> 0);
        JobListener listener = tally.listener("1");
        for (int i = 1; i <= 10; i++) {
            ComputeJob job = ComputeJob.command("n1", "x", "file" + i);
            listener.started(job, i);
            Duration took = Duration.ofSeconds(i == 7 ? 31 : i == 8 ? 30 : 10);
            listener.ended(Outcome.succeeded(job, new Attempt(i, null, took, null, null), null));
        }

        assertThat(tally.view(List.of()).stragglers()).containsExactly(new Straggler(7, "x file7 on n1", 31, 3.1));
    }
}
