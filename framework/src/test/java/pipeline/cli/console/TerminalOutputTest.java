package pipeline.cli.console;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.testing.Seed;
import pipeline.text.VisibleText;

class TerminalOutputTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "plain\n", "a\tb\r\nc\n", "äöü € 😀 שלום \u00a0", "\ud83d\udc69\u200d\ud83d\udd2c"})
    void text_that_is_shown_passes_as_it_is(String text) throws Exception {
        assertThat(shown(text.getBytes(UTF_8))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "'\u001b]0;title\u0007', '\\x1b]0;title\\x07'",
        "'\u001b[2J', '\\x1b[2J'",
        "'\u009b31mred', '\\x9b31mred'",
        "'\u0085next', '\\x85next'",
        "'all is well\rfailed', 'all is well\\rfailed'",
        "'\r\r\n', '\\r\r\n'",
        "'back\b\u007f', 'back\\x08\\x7f'",
        "'exe\u202efdp', 'exe\\u202efdp'",
        "'\u2066a\u200f\u061c', '\\u2066a\\u200f\\u061c'",
        "'a\u2028b', 'a\\u2028b'",
    })
    void what_does_something_to_a_terminal_is_shown_as_a_word(String text, String shown) throws Exception {
        assertThat(shown(text.getBytes(UTF_8))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "'a\u009b31m', 'a\\x9b31m'",
        "'\u00c0\u009b', '\\xc0\\x9b'",
        "'\u00e0\u0080\u009b', '\\xe0\\x80\\x9b'",
        "'\u00f0\u0080\u0082\u009b', '\\xf0\\x80\\x82\\x9b'",
        "'\u00ed\u00a0\u0080', '\\xed\\xa0\\x80'",
        "'\u00f4\u0090\u0080\u0080', '\\xf4\\x90\\x80\\x80'",
        "'\u00e2\u0082', '\\xe2\\x82'",
        "'\u00e2\u001b[m', '\\xe2\\x1b[m'",
        "'\u00ff', '\\xff'",
    })
    void bytes_that_are_no_utf_8_are_shown_as_words(String bytes, String shown) throws Exception {
        assertThat(shown(bytes.getBytes(ISO_8859_1))).isEqualTo(shown);
    }

    @Test
    void whatever_comes_in_whatever_pieces_nothing_but_harmless_text_goes_out() throws Exception {
        long seed = Seed.of(TerminalOutputTest.class);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            ByteArrayOutputStream screen = new ByteArrayOutputStream();
            try (TerminalOutput output = new TerminalOutput(screen)) {
                for (int i = 0; i < bytes.length; ) {
                    int length = Math.min(bytes.length - i, 1 + random.nextInt(4));
                    output.write(bytes, i, length);
                    output.flush();
                    i += length;
                }
            }
            String text = screen.toString(UTF_8);
            assertThat(text.getBytes(UTF_8)).as("seed %d", seed).isEqualTo(screen.toByteArray());
            assertThat(text.replace("\r\n", "\n").codePoints())
                    .as("seed %d", seed)
                    .noneMatch(c -> c == '\r' || VisibleText.isTricky(c));
            assertThat(text).as("seed %d", seed).isEqualTo(shown(bytes));
        }
    }

    @Test
    void a_byte_at_a_time_is_enough() throws Exception {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        try (TerminalOutput output = new TerminalOutput(screen)) {
            for (byte b : "€\u001b\n".getBytes(UTF_8)) {
                output.write(b);
            }
            assertThat(screen.toString(UTF_8)).isEqualTo("€\\x1b\n");
        }
    }

    private static String shown(byte[] bytes) throws IOException {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        try (TerminalOutput output = new TerminalOutput(screen)) {
            output.write(bytes, 0, bytes.length);
        }
        return screen.toString(UTF_8);
    }
}
