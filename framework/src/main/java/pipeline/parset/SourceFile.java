package pipeline.parset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Reads a file as strict UTF-8. */
final class SourceFile {

    private static final int LARGEST = Integer.MAX_VALUE - 8;

    /** What is read takes several times its size, as a text and as what the text says. */
    private static final int SHARE_OF_MEMORY = 6;

    private static final char REPLACEMENT = '\ufffd';

    private SourceFile() {}

    static SourceText read(Path file) throws ParsetException {
        byte[] bytes = bytes(file);
        // This constructor is the fastest and leanest decoder of the JDK; it puts U+FFFD where a byte is malformed.
        String text = new String(bytes, StandardCharsets.UTF_8);
        SourceText source = SourceText.of(file.toString(), text);
        if (text.indexOf(REPLACEMENT) >= 0) {
            refuseMalformed(source, bytes, text.length() - source.text().length());
        }
        return source;
    }

    private static byte[] bytes(Path file) throws ParsetException {
        String name = file.toString();
        try {
            if (Files.isDirectory(file)) {
                throw new ParsetException(name, "is a directory, expected a file", null);
            }
            int most = (int) Math.min(LARGEST, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
            if (Files.size(file) > most) {
                throw tooLarge(name, most);
            }
            // a device or a pipe does not say its size, and may have no end
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(most);
                if (bytes.length == most && in.read() >= 0) {
                    throw tooLarge(name, most);
                }
                return bytes;
            }
        } catch (NoSuchFileException e) {
            throw new ParsetException(
                    name,
                    "no such file; check the path (it is taken from "
                            + Path.of("").toAbsolutePath() + ")",
                    e);
        } catch (AccessDeniedException e) {
            throw new ParsetException(name, "may not be read by this user; check its permissions", e);
        } catch (IOException e) {
            throw new ParsetException(name, "cannot be read (" + e.getMessage() + "); check the path", e);
        }
    }

    private static ParsetException tooLarge(String name, int most) {
        return new ParsetException(
                name,
                "holds more than the " + (most >> 20)
                        + " MiB that this process has memory for; is it the file that you mean?"
                        + " If it is, split it, or give Java more memory: JAVA_OPTS=-Xmx8g",
                null);
    }

    /** Finds the malformed byte; there is none if the text holds U+FFFD itself. */
    private static void refuseMalformed(SourceText source, byte[] bytes, int droppedAtStart) throws ParsetException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(1 << 16);
        // a new decoder reports what it cannot decode
        var decoder = StandardCharsets.UTF_8.newDecoder();
        int offset = -droppedAtStart;
        CoderResult result;
        do {
            result = decoder.decode(in, out, true);
            offset += out.position();
            out.clear();
        } while (result.isOverflow());
        if (result.isError()) {
            throw new ParsetException(
                    source,
                    offset,
                    String.format(Locale.ROOT, "the byte 0x%02x is not UTF-8", bytes[in.position()])
                            + ", expected a text in UTF-8; convert the file, with iconv for example");
        }
    }
}
