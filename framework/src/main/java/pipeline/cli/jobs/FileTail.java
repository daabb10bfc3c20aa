package pipeline.cli.jobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The last lines of a file that may be long, or on another machine. */
final class FileTail {

    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_LINES = 10;

    private FileTail() {}

    /** Returns them; empty if there is no such file here. */
    static Optional<String> of(Path file) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long from = Math.max(0, channel.size() - MOST_BYTES);
            channel.position(from);
            ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // on to the end
            }
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            List<String> lines = text.lines().toList();
            return Optional.of(String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
