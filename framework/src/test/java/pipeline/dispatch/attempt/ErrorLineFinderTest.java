package pipeline.dispatch.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorLineFinderTest {

    private final ErrorLineFinder complaint = new ErrorLineFinder();

    @Test
    void the_last_line_that_is_not_blank_is_the_reason() {
        said("first", "no such file", "", "  ");

        assertThat(complaint.of(2)).isEqualTo("no such file");
    }

    @Test
    void the_exception_of_a_traceback_is_the_reason_whatever_is_said_after_it() {
        said(
                "Traceback (most recent call last):",
                "  File \"s.py\", line 3, in <module>",
                "    raise ValueError('bad gain')",
                "    ^^^^^^^^^^",
                "ValueError: bad gain",
                "of antenna 7",
                "sys:1: ResourceWarning: unclosed file");

        assertThat(complaint.of(1)).isEqualTo("ValueError: bad gain");
        assertThat(complaint.of(2)).isEqualTo("sys:1: ResourceWarning: unclosed file");
    }

    @Test
    void of_several_tracebacks_the_last_one_counts() {
        said(
                "Traceback (most recent call last):",
                "KeyError: 'a'",
                "During handling of the above exception, another exception occurred:",
                "Traceback (most recent call last):",
                "  File \"s.py\", line 5, in <module>",
                "RuntimeError: no key");

        assertThat(complaint.of(1)).isEqualTo("RuntimeError: no key");
    }

    @Test
    void an_attempt_that_starts_anew_has_said_nothing() {
        said("Traceback (most recent call last):", "KeyError: 'a'");
        complaint.startsAnew();

        assertThat(complaint.of(1)).isEmpty();
    }

    @Test
    void a_long_line_is_shortened() {
        said("x".repeat(1000));

        assertThat(complaint.of(1)).hasSize(301).endsWith("…");
    }

    private void said(String... lines) {
        Stream.of(lines).forEach(complaint::line);
    }
}
