package pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortenedTextTest {

    @Test
    void what_is_longer_ends_in_dots_and_no_character_is_cut() {
        assertThat(ShortenedText.of("abc", 3)).isEqualTo("abc");
        assertThat(ShortenedText.of("abcd", 3)).isEqualTo("abc…");
        assertThat(ShortenedText.of("😀😀😀", 3)).isEqualTo("😀😀😀");
        assertThat(ShortenedText.of("😀😀😀😀", 3)).isEqualTo("😀😀😀…");
        assertThat(ShortenedText.of("", 0)).isEmpty();
    }
}
