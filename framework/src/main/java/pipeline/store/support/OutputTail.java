package pipeline.store.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The end of what a job printed. */
public final class OutputTail {

    /** As many bytes of a file are read. */
    static final int LONGEST = 1 << 20;

    private static final int CONTINUED = 0b1000_0000;
    private static final int CONTINUED_MASK = 0b1100_0000;

    private OutputTail() {}

    /** Returns the last MiB of a file as text, what is no UTF-8 replaced; empty if the file cannot be read here. */
    public static Optional<String> of(@Nullable String file) {
        if (file == null) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(file);
            return Files.isRegularFile(path) ? Optional.of(read(path)) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String read(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long from = Math.max(0, channel.size() - LONGEST);
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(LONGEST, channel.size() - from));
            channel.position(from);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // a file may be read in pieces
            }
            bytes.flip();
            while (from > 0 && bytes.hasRemaining() && (bytes.get(bytes.position()) & CONTINUED_MASK) == CONTINUED) {
                bytes.get();
            }
            return StandardCharsets.UTF_8.decode(bytes).toString();
        }
    }
}
