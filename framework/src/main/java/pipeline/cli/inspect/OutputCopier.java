package pipeline.cli.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Prints a file that may still grow, as it is, under a heading. Not thread-safe. */
final class OutputCopier {

    private final Path file;
    private final String heading;
    private final PrintStream out;
    private long position;

    /**
     * Makes one.
     *
     * @param heading stands before the first bytes; empty for none
     */
    OutputCopier(Path file, String heading, PrintStream out) {
        this.file = file;
        this.heading = heading;
        this.out = out;
    }

    /** Prints what came since the last call; returns whether that was anything. */
    boolean copy() throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (channel.size() <= position) {
                return false;
            }
            if (position == 0 && !heading.isEmpty()) {
                out.print("==> %s: %s <==\n".formatted(heading, file));
            }
            channel.position(position);
            InputStream rest = Channels.newInputStream(channel);
            position += rest.transferTo(out);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
