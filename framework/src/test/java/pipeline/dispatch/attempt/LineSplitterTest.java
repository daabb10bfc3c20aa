package pipeline.dispatch.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import pipeline.testing.Seed;

class LineSplitterTest {

    private final List<String> lines = new ArrayList<>();
    private final LineSplitter splitter =
            new LineSplitter((bytes, endOfLine) -> lines.add(new String(bytes, UTF_8) + (endOfLine ? "$" : "")));

    @Test
    void lines_come_without_their_ends_and_empty_lines_count() {
        accept("a\n\nb\n");
        splitter.finish();
        assertThat(lines).containsExactly("a$", "$", "b$");
    }

    @Test
    void a_last_line_without_end_comes_at_the_finish_once() {
        accept("a\nb");
        assertThat(lines).containsExactly("a$");
        splitter.finish();
        splitter.finish();
        assertThat(lines).containsExactly("a$", "b");
    }

    @Test
    void only_the_given_part_of_the_array_counts() {
        splitter.accept("xxa\nbxx".getBytes(UTF_8), 2, 3);
        splitter.finish();
        assertThat(lines).containsExactly("a$", "b");
    }

    @Test
    void a_long_line_comes_in_pieces_and_its_end_may_stand_alone() {
        accept("x".repeat(2 * LineSplitter.LIMIT) + "\n");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).hasSize(LineSplitter.LIMIT);
        assertThat(lines.get(1)).hasSize(LineSplitter.LIMIT);
        assertThat(lines.get(2)).isEqualTo("$");
    }

    @Test
    void however_the_bytes_arrive_the_lines_are_the_same() {
        long seed = Seed.of(LineSplitterTest.class);
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            text.append("é".repeat(random.nextInt(2000))).append(random.nextInt(3) == 0 ? "" : "\n");
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(5000));
            splitter.accept(bytes, at, length);
            at += length;
        }
        splitter.finish();
        assertThat(String.join("", lines).replace("$", "\n"))
                .as("seed %d", seed)
                .isEqualTo(text.toString());
    }

    private void accept(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        splitter.accept(bytes, 0, bytes.length);
    }
}
