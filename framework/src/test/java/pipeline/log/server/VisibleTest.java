package pipeline.log.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {

    @Test
    void escape_sequences_carriage_returns_and_the_like_become_visible() {
        assertThat(Visible.text("\u001b[31mred\r\u0007\u007f\u009b\u0000"))
                .isEqualTo("\\x1b[31mred\\x0d\\x07\\x7f\\x9b\\x00");
    }

    @Test
    void marks_that_turn_the_direction_of_text_become_visible() {
        assertThat(Visible.text("a\u202eb\u2066c\u2028d")).isEqualTo("a\\u202eb\\u2066c\\u2028d");
    }

    @Test
    void all_other_text_stays_as_it_is() {
        String text = "line\n\ttab äöü € 😀 \u00a0";
        assertThat(Visible.text(text)).isSameAs(text);
    }
}
