package pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {

    @Test
    void escape_sequences_carriage_returns_and_the_like_become_visible() {
        assertThat(VisibleText.logged("\u001b[31mred\r\u0007\u007f\u009b\u0000"))
                .isEqualTo("\\x1b[31mred\\x0d\\x07\\x7f\\x9b\\x00");
    }

    @Test
    void marks_that_turn_the_direction_of_text_become_visible() {
        assertThat(VisibleText.logged("a\u202eb\u2066c\u2028d")).isEqualTo("a\\u202eb\\u2066c\\u2028d");
    }

    @Test
    void all_other_text_stays_as_it_is() {
        String text = "line\n\ttab äöü € 😀 \u00a0";
        assertThat(VisibleText.logged(text)).isSameAs(text);
    }

    @Test
    void in_one_line_tabs_and_line_ends_become_visible_too() {
        assertThat(VisibleText.line("a\tb\r\nc\u001b\ud800😀")).isEqualTo("a\\tb\\r\\nc\\x1b\\ud800😀");
        assertThat(VisibleText.lines("a\tb\nc\u0007", "  ")).isEqualTo("  a\tb\n  c\\x07\n");
        assertThat(VisibleText.replaced("a\tb\r\n\u009b", c -> "?")).isEqualTo("a\tb\r\n?");
    }
}
