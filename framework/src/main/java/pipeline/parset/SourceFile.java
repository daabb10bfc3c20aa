package pipeline.parset;

import java.io.IOException;
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
    private static final char REPLACEMENT = '\ufffd';

    private SourceFile() {}

    static Source read(Path file) throws ParsetException {
        byte[] bytes = bytes(file);
        // This constructor is the fastest and leanest decoder of the JDK; it puts U+FFFD where a byte is malformed.
        String text = new String(bytes, StandardCharsets.UTF_8);
        Source source = Source.of(file.toString(), text);
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
            if (Files.size(file) > LARGEST) {
                throw new ParsetException(name, "is larger than 2 GiB, expected less; split it", null);
            }
            return Files.readAllBytes(file);
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

    /** Finds the malformed byte; there is none if the text holds U+FFFD itself. */
    private static void refuseMalformed(Source source, byte[] bytes, int droppedAtStart) throws ParsetException {
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
