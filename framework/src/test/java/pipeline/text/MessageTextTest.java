package pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageTextTest {

    @Test
    void what_is_longer_ends_in_dots_and_no_character_is_cut() {
        assertThat(MessageText.shortened("abc", 3)).isEqualTo("abc");
        assertThat(MessageText.shortened("abcd", 3)).isEqualTo("abc…");
        assertThat(MessageText.shortened("😀😀😀", 3)).isEqualTo("😀😀😀");
        assertThat(MessageText.shortened("😀😀😀😀", 3)).isEqualTo("😀😀😀…");
        assertThat(MessageText.shortened("", 0)).isEmpty();
    }
}
