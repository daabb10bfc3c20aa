package pipeline.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One line of a spool on a node: {@code ATTEMPT SENDER NUMBER RECORD}. Immutable. */
public final class SpoolLine {

    private static final int LONGEST_HEAD = 200;

    private final String attempt;
    private final String sender;
    private final long number;
    private final byte[] record;

    private SpoolLine(String attempt, String sender, long number, byte[] record) {
        this.attempt = attempt;
        this.sender = sender;
        this.number = number;
        this.record = record;
    }

    /** Returns whose record it is. */
    String attempt() {
        return attempt;
    }

    /** Returns the process of the attempt. */
    public String sender() {
        return sender;
    }

    /** Returns the record's number among those of its sender. */
    public long number() {
        return number;
    }

    /** Reads the record. */
    public LogMessage message() throws LogWireException {
        return LogWireFormat.read(record);
    }

    /** Returns the line of the record as it goes to the server; of the caller alone. */
    byte[] wire() {
        return record;
    }

    /** Reads a line; returns null for one that is none, such as one cut off by a full disk. */
    public static @Nullable SpoolLine parse(byte[] line) {
        String head = new String(line, 0, Math.min(LONGEST_HEAD, line.length), StandardCharsets.US_ASCII);
        String[] words = head.split(" ", 4);
        if (words.length < 4 || words[0].isEmpty() || words[1].isEmpty()) {
            return null;
        }
        try {
            int begin = words[0].length() + words[1].length() + words[2].length() + 3;
            return new SpoolLine(
                    words[0], words[1], Long.parseUnsignedLong(words[2]), Arrays.copyOfRange(line, begin, line.length));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Writes the line of a record. */
    static byte[] of(String attempt, String sender, JobLogRecord record) {
        byte[] head = (attempt + " " + sender + " " + record.seq() + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] json = LogWireFormat.line(record);
        byte[] line = Arrays.copyOf(head, head.length + json.length);
        System.arraycopy(json, 0, line, head.length, json.length);
        return line;
    }
}
