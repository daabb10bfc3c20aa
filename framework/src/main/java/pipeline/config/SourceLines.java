package pipeline.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a small text file as lines: UTF-8 with or without a mark at its start, lines ended in any of the usual ways. */
final class SourceLines {

    /** Anything longer is some other file, given by mistake. */
    static final int MAX_BYTES = 4 << 20;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private SourceLines() {}

    /**
     * Reads the file.
     *
     * @param problems gets the lines that are not UTF-8 or hold a NUL character; such a line is read as an empty one
     * @throws ConfigurationException if the file cannot be read
     */
    static List<String> read(Path file, Problems problems) throws ConfigurationException {
        byte[] bytes = bytes(file);
        List<String> lines = new ArrayList<>();
        int start = startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
        for (int at = start; at < bytes.length; at++) {
            if (bytes[at] == '\n' || bytes[at] == '\r') {
                lines.add(decoded(bytes, start, at, lines.size() + 1, problems));
                if (bytes[at] == '\r' && at + 1 < bytes.length && bytes[at + 1] == '\n') {
                    at++;
                }
                start = at + 1;
            }
        }
        lines.add(decoded(bytes, start, bytes.length, lines.size() + 1, problems));
        return lines;
    }

    private static byte[] bytes(Path file) throws ConfigurationException {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw unreadable(file, "is longer than " + (MAX_BYTES >> 20) + " MiB, expected a configuration file");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw unreadable(file, "does not exist, expected a configuration file");
        } catch (AccessDeniedException e) {
            throw unreadable(file, "must not be read by you, give yourself permission to read it");
        } catch (IOException e) {
            throw unreadable(file, "cannot be read, expected a configuration file: " + e.getMessage());
        }
    }

    private static ConfigurationException unreadable(Path file, String message) {
        return new ConfigurationException(List.of(file + ": " + message));
    }

    private static boolean startsWithMark(byte[] bytes) {
        int length = BYTE_ORDER_MARK.length;
        return bytes.length >= length && Arrays.equals(bytes, 0, length, BYTE_ORDER_MARK, 0, length);
    }

    private static String decoded(byte[] bytes, int start, int end, int line, Problems problems) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, end - start))
                    .toString();
            if (text.indexOf('\0') < 0) {
                return text;
            }
            problems.inLine(line, "the line holds a NUL character, expected text");
        } catch (CharacterCodingException e) {
            problems.inLine(line, "the line is not UTF-8, save the file in this encoding");
        }
        return "";
    }
}
