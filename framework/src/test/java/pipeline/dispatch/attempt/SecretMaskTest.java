package pipeline.dispatch.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import pipeline.job.Secrets;
import pipeline.text.Json;

class SecretMaskTest {

    private final SecretMask mask =
            SecretMask.of(Secrets.NONE.with("A", "abc").with("B", "abcdef").with("C", "-- begin --\nlonger line\n}"));

    @Test
    void a_value_is_masked_however_the_stream_is_cut() {
        String said = "xabcdefy ab abc abcd abcde\n-- begin --\nlonger line\n}\n}";
        String expected = "x***y ab *** ***d ***de\n***\n}";
        for (int size = 1; size <= said.length(); size++) {
            assertThat(streamed(said, size)).as("pieces of %d", size).isEqualTo(expected);
        }
    }

    @Test
    void what_only_begins_like_a_value_comes_at_the_end() {
        assertThat(streamed("1 abcd", 4)).isEqualTo("1 ***d");
        assertThat(streamed("2 ab", 1)).isEqualTo("2 ab");
    }

    @Test
    void one_line_of_a_value_is_masked_if_it_is_long() {
        assertThat(mask.text("longer line and }")).isEqualTo("*** and }");
    }

    @Test
    void texts_in_a_result_are_masked_wherever_they_stand() {
        assertThat(Json.write(mask.value(Json.tree(Map.of("abc", new Object[] {"1 abcdef", 2, Map.of("x", "abc")})))))
                .isEqualTo("{\"***\":[\"1 ***\",2,{\"x\":\"***\"}]}");
    }

    private String streamed(String said, int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SecretMask.MaskedStream stream = mask.before(out::write);
        byte[] bytes = said.getBytes(UTF_8);
        for (int at = 0; at < bytes.length; at += size) {
            stream.accept(bytes, at, Math.min(size, bytes.length - at));
        }
        stream.flush();
        return out.toString(UTF_8);
    }
}
