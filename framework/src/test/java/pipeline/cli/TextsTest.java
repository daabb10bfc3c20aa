package pipeline.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.IoErrorText;
import pipeline.cli.console.Tty;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;
import pipeline.recipe.ResultTable;
import pipeline.recipe.UsageException;
import pipeline.testing.FakeJobRunner;
import pipeline.text.ShellQuoting;

class TextsTest {

    @Test
    void a_table_has_aligned_columns_and_numbers_flush_right() {
        Map<String, Object> outputs = new LinkedHashMap<>();
        outputs.put("files", 2);
        outputs.put(
                "sums",
                new ResultTable(
                        List.of("host", "bytes", "file"),
                        List.of(List.of("node1", 7, "a"), List.of("n2", 12_345_678, "swinban k/ü\n\u001b[31m"))));

        assertThat(ResultsText.of(outputs)).isEqualTo("""
                Results:
                files = 2
                sums:
                  host      bytes  file
                  node1         7  a
                  n2     12345678  swinban k/ü\\n\\x1b[31m
                """);
    }

    @Test
    void a_result_that_cannot_say_what_it_is_costs_none_of_the_others() {
        Map<String, Object> outputs = new LinkedHashMap<>();
        outputs.put("bad", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no");
            }
        });
        outputs.put("good", 1);

        assertThat(ResultsText.of(outputs)).isEqualTo("""
                Results:
                bad = (cannot be shown: java.lang.IllegalStateException: no)
                good = 1
                """);
    }

    @Test
    void no_results_are_no_results() {
        assertThat(ResultsText.of(Map.of())).isEqualTo("No results\n");
    }

    @Test
    void a_row_that_does_not_fit_the_header_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResultTable(List.of("a", "b"), List.of(List.of(1))))
                .withMessage("a row must have 2 cells, but was [1]");
    }

    @Test
    void several_jobs_of_a_host_are_counted() {
        List<Outcome> outcomes = List.of(failure("n1", "no"), failure("n1", "no"), failure("n2", "other"));

        assertThat(FailureSummary.of(outcomes)).matches("""
                3 jobs failed:
                  n1: no \\(2 jobs\\)
                    such as job (\\d+) \\(x on n1\\); pipeline logs \\1
                  n2: other
                    job (\\d+) \\(x on n2\\); pipeline logs \\2
                """);
    }

    @Test
    void equal_causes_on_several_hosts_are_one_line_though_each_message_names_its_host() {
        List<Outcome> outcomes = List.of(
                Outcome.parked(ComputeJob.command("n1", "true"), "n1: connection refused"),
                Outcome.parked(ComputeJob.command("n2", "true"), "n2: connection refused"));

        assertThat(FailureSummary.of(outcomes))
                .isEqualTo("2 jobs parked, not failed: they wait for their hosts:\n  n[1-2]: connection refused\n");
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

        assertThat(FailureSummary.of(outcomes))
                .isEqualTo("100 jobs parked, not failed: they wait for their hosts:\n  n[1-100]: the key of … is"
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

        assertThat(FailureSummary.of(outcomes))
                .startsWith("31 jobs failed:\n  n[29,99]: message ~\n")
                .containsPattern("n0: message a\n")
                .endsWith("  and 10 more causes; the log has them all\n");
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

        assertThat(FailureSummary.of(outcomes)).matches("""
                24 jobs failed:
                  n\\[0-1]: its output … is empty \\(23 jobs\\)
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
        assertThat(FailureSummary.of(List.of(failure("n1", "a\u001b[2J\nb\t"))))
                .startsWith("1 job failed:\n  n1: a\\x1b[2J\\nb\\t\n");
    }

    @Test
    void hosts_that_cannot_be_folded_are_listed() {
        assertThat(FailureSummary.of(List.of(failure("a,b[", "no")))).startsWith("1 job failed:\n  a,b[: no\n");
    }

    @Test
    void all_went_well_is_nothing_to_say() {
        assertThat(FailureSummary.of(List.of())).isEmpty();
    }

    @Test
    void a_start_time_is_utc_in_whole_seconds() {
        Instant expected = Instant.parse("2026-10-28T14:14:18Z");

        assertThat(StartTime.parse("2026-10-28T14:14:18")).isEqualTo(expected);
        assertThat(StartTime.parse("2026-10-28T14:14:18.7Z")).isEqualTo(expected);
        assertThat(StartTime.parse("2026-10-28T15:14:18+01:00")).isEqualTo(expected);
        assertThat(StartTime.text(expected)).isEqualTo("2026-10-28T14:14:18");
    }

    @Test
    void an_argument_that_the_locale_spoiled_is_refused() {
        assertThatThrownBy(
                        () -> LocaleCheck.check(List.of("foreach", "gr\ufffdn"), "ANSI_X3.4-1968", TextsTest::nothing))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("argument 2 cannot be read")
                .hasMessageContaining("set LC_ALL=C.UTF-8");
        assertThatCode(() -> LocaleCheck.check(List.of("green"), "ANSI_X3.4-1968", TextsTest::nothing))
                .doesNotThrowAnyException();
    }

    @Test
    void an_argument_that_is_not_utf_8_is_refused_and_one_that_holds_the_replacement_itself_is_not() {
        List<String> args = List.of("foreach", "gr\ufffdn", "x");
        byte[] typed = "java\0-jar\0x\0foreach\0gr\ufffdn\0x\0".getBytes(UTF_8);
        byte[] latin = "java\0-jar\0x\0foreach\0gr\u00fcn\0x\0".getBytes(ISO_8859_1);
        assertThatCode(() -> LocaleCheck.check(args, "UTF-8", () -> typed)).doesNotThrowAnyException();
        for (Supplier<byte[]> commandLine : List.<Supplier<byte[]>>of(() -> latin, TextsTest::nothing)) {
            assertThatThrownBy(() -> LocaleCheck.check(args, "UTF-8", commandLine))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith("argument 2 is not UTF-8: ");
        }
        assertThatCode(() -> LocaleCheck.check(List.of("green"), "UTF-8", () -> latin))
                .doesNotThrowAnyException();
    }

    private static byte[] nothing() {
        return new byte[0];
    }

    private static Outcome failure(String host, String message) {
        return FakeJobRunner.failure(ComputeJob.command(host, "x"), message);
    }

    @Test
    void the_reason_of_a_file_error_names_the_file_and_no_class() {
        assertThat(IoErrorText.of(new AccessDeniedException("/a"))).isEqualTo("/a: permission denied");
        assertThat(IoErrorText.of(new NoSuchFileException("/a"))).isEqualTo("/a: no such file or directory");
        assertThat(IoErrorText.of(new FileAlreadyExistsException("/a")))
                .isEqualTo("/a: is there already and is no directory");
        assertThat(IoErrorText.of(new FileSystemException("/a", null, "Read-only file system")))
                .isEqualTo("/a: Read-only file system");
        assertThat(IoErrorText.of(new IOException("No space left on device"))).isEqualTo("No space left on device");
    }

    @Test
    void the_home_directory_is_that_of_the_shell() {
        assertThat(environment(Map.of("HOME", "/h")).home()).isEqualTo(Path.of("/h"));
        assertThat(environment(Map.of("HOME", "relative")).home()).isEqualTo(Path.of(System.getProperty("user.home")));
        assertThat(environment(Map.of()).home()).isEqualTo(Path.of(System.getProperty("user.home")));
    }

    private static CliEnvironment environment(Map<String, String> variables) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
        return new CliEnvironment(nowhere, nowhere, Tty.nobody(), Path.of("/"), variables, Clock.systemUTC());
    }
}
