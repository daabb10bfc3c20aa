package pipeline.cli.summary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import pipeline.text.MessageText;
import pipeline.text.VisibleText;

/**
 * The first and last lines of what a job printed, made harmless for a terminal.
 *
 * @param lines in their order; where some are left out, a line says so
 * @param isWhole whether they are all
 */
record OutputExcerpt(List<String> lines, boolean isWhole) {

    private static final int FIRST = 2;
    private static final int LAST = 4;
    /** Of each end of a long file so much is read, in bytes. */
    private static final int MOST_BYTES = 32 * 1024;

    private static final int LONGEST_LINE = 300;

    /** Reads them; none if there is no such file here, or it cannot be read. */
    static OutputExcerpt of(Path file) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            if (size <= 2 * MOST_BYTES) {
                return of(lines(read(channel, 0, size)));
            }
            List<String> first = lines(read(channel, 0, MOST_BYTES));
            List<String> last = lines(read(channel, size - MOST_BYTES, MOST_BYTES));
            List<String> shown = new ArrayList<>(first.subList(0, Math.min(FIRST, first.size())));
            shown.add("...");
            shown.addAll(last.subList(Math.max(0, last.size() - LAST), last.size()));
            return new OutputExcerpt(shown, false);
        } catch (IOException e) {
            return new OutputExcerpt(List.of(), true);
        }
    }

    private static OutputExcerpt of(List<String> all) {
        if (all.size() <= FIRST + LAST + 1) {
            return new OutputExcerpt(all, true);
        }
        List<String> shown = new ArrayList<>(all.subList(0, FIRST));
        shown.add("... (%d lines)".formatted(all.size() - FIRST - LAST));
        shown.addAll(all.subList(all.size() - LAST, all.size()));
        return new OutputExcerpt(shown, false);
    }

    private static List<String> lines(String text) {
        return text.lines()
                .map(line -> line.substring(line.stripTrailing().lastIndexOf('\r') + 1)
                        .stripTrailing())
                .filter(line -> !line.isEmpty())
                .map(line -> VisibleText.line(line.replace("\t", "    ")))
                .map(line -> MessageText.shortened(line, LONGEST_LINE))
                .toList();
    }

    private static String read(SeekableByteChannel channel, long from, long length) throws IOException {
        channel.position(from);
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // on to the end
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
}
