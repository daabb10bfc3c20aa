package pipeline.log.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import pipeline.log.server.LineBuffer.LineTooLongException;
import pipeline.testing.Seed;

class LineBufferTest {

    private final LineBuffer lines = new LineBuffer();

    @Test
    void lines_are_the_same_wherever_the_pieces_end() throws Exception {
        long seed = Seed.of(LineBufferTest.class);
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            String line = "x".repeat(random.nextInt(100)) + i;
            expected.add(line);
            text.append(line).append('\n');
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        List<String> found = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int count = Math.min(bytes.length - at, 1 + random.nextInt(150));
            ByteBuffer piece = ByteBuffer.wrap(bytes, at, count);
            for (byte[] line = lines.take(piece, 1000); line != null; line = lines.take(piece, 1000)) {
                found.add(new String(line, UTF_8));
            }
            at += count;
        }
        assertThat(found).isEqualTo(expected);
        assertThat(lines.holdsHalfLine()).isFalse();
    }

    @Test
    void a_line_may_be_as_long_as_the_limit_and_no_longer() throws Exception {
        assertThat(lines.take(bytes("12345\n"), 5)).hasSize(5);
        assertThatThrownBy(() -> lines.take(bytes("123456\n"), 5)).isInstanceOf(LineTooLongException.class);
    }

    @Test
    void a_line_without_end_is_refused_before_it_is_kept() throws Exception {
        assertThat(lines.take(bytes("123"), 5)).isNull();
        assertThat(lines.holdsHalfLine()).isTrue();
        assertThatThrownBy(() -> lines.take(bytes("456"), 5))
                .isInstanceOf(LineTooLongException.class)
                .hasMessageContaining("more than 5 bytes");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
