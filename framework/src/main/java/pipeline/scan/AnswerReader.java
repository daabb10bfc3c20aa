package pipeline.scan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what {@code scan.sh} printed on a host. Used once. */
final class AnswerReader {

    private static final int LINE = 8 << 10;
    private static final String CODE = "find ended with code ";
    private static final String SOMETHING_UNREADABLE = CODE + "1";
    private static final char REPLACEMENT = '\ufffd';

    private final HostFindings findings;
    private final Consumer<FoundFile> sink;
    private String home = "";
    private String previous = "";
    private int ends;
    private @Nullable String code;
    private long codes;
    private long complaints;

    AnswerReader(HostFindings findings, Consumer<FoundFile> sink) {
        this.findings = findings;
        this.sink = sink;
    }

    /**
     * Reads to the end.
     *
     * @param searches how many there were; if not all of them came to their end, the host is one of which nothing is known
     */
    void read(InputStream in, int searches) throws IOException {
        byte[] line = new byte[LINE];
        int length = 0;
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                line(line, length);
                length = 0;
                continue;
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, 2 * length);
            }
            line[length++] = (byte) c;
        }
        findings.problems(Math.max(complaints - codes, complaints > 0 ? 1 : 0));
        if (code != null && codes == complaints) {
            findings.example(code);
        }
        if (ends < searches) {
            findings.failed(findings.examples().stream().findFirst().orElse("the search on it broke off"));
        } else if (code != null && !code.equals(SOMETHING_UNREADABLE)) {
            findings.failed(code);
        }
    }

    /** Most lines are of files, and of them no more is looked at than has to be. */
    private void line(byte[] line, int length) {
        boolean isFound = length > 1 && (line[0] == 'f' || line[0] == 'd') && line[1] == ' ';
        int time = isFound ? blank(line, 2, length) : -1;
        int end = time < 0 ? -1 : blank(line, time + 1, length);
        if (end < 0) {
            other(shown(line, 0, length));
            return;
        }
        String name = new String(line, end + 1, length - end - 1, StandardCharsets.UTF_8);
        if (name.indexOf(REPLACEMENT) >= 0 && !isUtf8(line, end + 1, length)) {
            findings.leftOut(named(shown(line, end + 1, length)) + " is not UTF-8");
        } else {
            found(line[0] == 'd', new String(line, 2, end - 2, StandardCharsets.ISO_8859_1), named(name));
        }
    }

    private static int blank(byte[] line, int from, int length) {
        int at = from;
        while (at < length && line[at] != ' ') {
            at++;
        }
        return at < length ? at : -1;
    }

    private void other(String text) {
        String[] fields = text.split(" ", 4);
        if (fields.length < 4) {
            complain(text);
            return;
        }
        switch (fields[0]) {
            case "n" -> findings.leftOut(named(fields[3]) + " has a line end where ? stands");
            case "l" -> findings.leftOut(named(fields[3]) + " is a link that leads nowhere");
            case "h" -> home = fields[3];
            case "z" -> ends++;
            case "x" -> complaint(fields);
            default -> complain(text);
        }
    }

    private void complain(String text) {
        complaints++;
        findings.example(text);
    }

    /** A line that has a number is as many complaints; those that are told have none. */
    private void complaint(String[] fields) {
        String text = fields[3];
        if (!fields[1].equals("-")) {
            complaints += Long.parseLong(fields[1]);
        }
        if (text.startsWith(CODE)) {
            codes++;
            code = text;
        } else if (!text.equals("-")) {
            findings.example(text.replaceFirst("^find: ", ""));
        }
    }

    private void found(boolean isDirectory, String sizeAndTime, String name) {
        if (name.equals(previous)) {
            return; // fits two patterns
        }
        previous = name;
        findings.found();
        sink.accept(new FoundFile(findings.host(), name, isDirectory, sizeAndTime));
    }

    /** What is relative to the home directory begins with a tilde, and other relative names with a dot. */
    private String named(String name) {
        return name.startsWith("~/") ? home + name.substring(1) : name.startsWith("./") ? name.substring(2) : name;
    }

    private static boolean isUtf8(byte[] line, int from, int to) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, from, to - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Returns bytes as a text, in which those that are not UTF-8 are written out. */
    private static String shown(byte[] line, int from, int to) {
        if (isUtf8(line, from, to)) {
            return new String(line, from, to - from, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(line[i] >= 0 ? String.valueOf((char) line[i]) : "\\x%02x".formatted(line[i] & 0xff));
        }
        return text.toString();
    }
}
