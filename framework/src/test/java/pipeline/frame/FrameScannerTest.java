package pipeline.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import pipeline.testing.Seed;

class FrameScannerTest {

    private static final String TOKEN = "0123abcd";

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final List<Frame> frames = new ArrayList<>();
    private final List<Integer> oversized = new ArrayList<>();
    private final FrameScanner scanner = new FrameScanner(TOKEN, 100, new FrameScanner.Receiver() {
        @Override
        public void output(byte[] bytes, int offset, int length) {
            output.write(bytes, offset, length);
        }

        @Override
        public void frame(Frame frame) {
            frames.add(frame);
        }

        @Override
        public void oversized(int limit) {
            oversized.add(limit);
        }
    });

    @Test
    void output_goes_on_untouched_and_frames_are_taken_out() {
        feed("before" + new Frame("end", "0").toText(TOKEN) + "after");

        assertThat(output()).isEqualTo("beforeafter");
        assertThat(frames).containsExactly(new Frame("end", "0"));
    }

    @Test
    void a_frame_of_another_token_is_output() {
        String foreign = new Frame("end", "0").toText("ffffffff");
        feed(foreign + ".");

        assertThat(output() + frames).isEqualTo(foreign + ".[]");
    }

    @Test
    void separators_in_a_row_do_not_hide_a_frame() {
        feed("\u001e\u001e0123" + new Frame("end", "1").toText(TOKEN));

        assertThat(output()).isEqualTo("\u001e\u001e0123");
        assertThat(frames).containsExactly(new Frame("end", "1"));
    }

    @Test
    void a_frame_over_the_limit_is_dropped_and_reported_and_the_stream_goes_on() {
        feed("a" + new Frame("answer", "x".repeat(200)).toText(TOKEN) + "b" + new Frame("end", "3").toText(TOKEN));

        assertThat(output()).isEqualTo("ab");
        assertThat(oversized).containsExactly(100);
        assertThat(frames).containsExactly(new Frame("end", "3"));
    }

    @Test
    void where_the_bytes_are_cut_makes_no_difference() {
        long seed = Seed.of(FrameScannerTest.class);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            StringBuilder stream = new StringBuilder();
            StringBuilder expectedOutput = new StringBuilder();
            List<Frame> expectedFrames = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String noise = List.of("", "x", "\u001e", "\u001e0123", "\u001e0123abcd", "é\n")
                        .get(random.nextInt(6));
                stream.append(noise);
                expectedOutput.append(noise);
                if (random.nextBoolean() && !noise.endsWith("abcd")) {
                    Frame frame = new Frame("end", String.valueOf(random.nextInt(300)));
                    stream.append(frame.toText(TOKEN));
                    expectedFrames.add(frame);
                }
            }
            output.reset();
            frames.clear();
            stream.append('.');
            expectedOutput.append('.');
            byte[] bytes = stream.toString().getBytes(StandardCharsets.UTF_8);
            for (int from = 0; from < bytes.length; ) {
                int length = Math.min(1 + random.nextInt(7), bytes.length - from);
                scanner.accept(bytes, from, length);
                from += length;
            }
            assertThat(output()).as("output, seed %d round %d", seed, round).isEqualTo(expectedOutput.toString());
            assertThat(frames).as("frames, seed %d round %d", seed, round).isEqualTo(expectedFrames);
        }
    }

    @Test
    void a_frame_that_was_torn_does_not_swallow_the_next_one() {
        String whole = new Frame("answer", "{}").toText(TOKEN);
        feed(whole.substring(0, whole.length() - 2) + new Frame("end", "137").toText(TOKEN) + "0" + "y");
        assertThat(frames).contains(new Frame("end", "137"));
        assertThat(output()).isEqualTo("0y");
    }

    @Test
    void a_body_with_a_separator_is_refused() {
        assertThatThrownBy(() -> new Frame("end", "a\u001eb")).isInstanceOf(IllegalArgumentException.class);
    }

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        scanner.accept(bytes, 0, bytes.length);
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }
}
