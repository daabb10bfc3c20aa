package pipeline.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import pipeline.testing.HostileTexts;

class HostileFramesTest {

    private static final String TOKEN = "0123abcd";

    @Test
    void a_stream_is_parted_within_the_limit_and_nothing_of_it_is_lost() {
        new HostileTexts(
                        "frames",
                        List.of(
                                Frame.SEPARATOR + "",
                                Frame.SEPARATOR + "0123",
                                Frame.SEPARATOR + TOKEN + " ",
                                "a",
                                " ",
                                "\n",
                                "\r",
                                new Frame("end", "0").toText(TOKEN),
                                "end 0"))
                .feed(text -> {
                    long[] counts = new long[2];
                    FrameScanner scanner = new FrameScanner(TOKEN, 1 << 16, new FrameScanner.Receiver() {
                        @Override
                        public void output(byte[] bytes, int offset, int length) {
                            counts[0] += length;
                        }

                        @Override
                        public void frame(Frame frame) {
                            counts[1]++;
                        }

                        @Override
                        public void oversized(int limit) {
                            counts[1]++;
                        }
                    });
                    byte[] bytes = text.getBytes(UTF_8);
                    // in pieces, as they come from a channel
                    for (int at = 0; at < bytes.length; at += 1000) {
                        scanner.accept(bytes, at, Math.min(1000, bytes.length - at));
                    }
                    assertThat(counts[0]).isLessThanOrEqualTo(bytes.length);
                    assertThat(counts[0] > 0 || counts[1] > 0 || text.startsWith(Frame.SEPARATOR + ""))
                            .isTrue();
                });
    }
}
