package pipeline.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorLineFinderTest {

    private final ErrorLineFinder finder = new ErrorLineFinder();

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void the_line_that_tells_most_is_found_in_what_programs_print(String program, String stderr, String line) {
        stderr.lines().forEach(finder::line);

        assertThat(finder.of(1)).isEqualTo(line);
    }

    static Stream<Arguments> programs() throws Exception {
        try (InputStream texts = ErrorLineFinderTest.class.getResourceAsStream("error-lines.txt")) {
            return Stream.of(new String(texts.readAllBytes(), UTF_8).split("(?m)^## "))
                    .filter(block -> !block.isEmpty())
                    .map(block -> {
                        String[] named = block.split("\n", 2);
                        String[] expected = named[1].split("(?m)^=> ", 2);
                        return Arguments.of(named[0], expected[0], expected[1].strip());
                    });
        }
    }

    @Test
    void the_exception_of_a_traceback_is_no_reason_of_a_program_that_went_on_after_it() {
        said("Traceback (most recent call last):", "ValueError: bad gain", "fatal: out of beams");

        assertThat(finder.of(1)).isEqualTo("ValueError: bad gain");
        assertThat(finder.of(2)).isEqualTo("fatal: out of beams");
    }

    @Test
    void a_complaint_that_many_lines_followed_is_not_the_last_word() {
        said("cannot read beam 3, left out");
        Collections.nCopies(60, "reading").forEach(this::said);

        assertThat(finder.of(2)).isEqualTo("reading");
    }

    @Test
    void an_attempt_that_starts_anew_has_said_nothing() {
        said("Traceback (most recent call last):", "KeyError: 'a'");
        finder.startsAnew();

        assertThat(finder.of(1)).isEmpty();
    }

    @Test
    void a_long_line_is_shortened() {
        said("x".repeat(1000));

        assertThat(finder.of(1)).hasSize(301).endsWith("…");
    }

    private void said(String... lines) {
        Stream.of(lines).forEach(finder::line);
    }
}
