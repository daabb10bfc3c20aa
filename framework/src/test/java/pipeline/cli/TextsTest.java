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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.IoErrorText;
import pipeline.cli.console.Tty;
import pipeline.recipe.ResultTable;
import pipeline.recipe.UsageException;

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
