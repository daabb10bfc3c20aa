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

    private static final int BLOCK = 64 << 10;
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
        byte[] block = new byte[BLOCK];
        int kept = 0;
        for (int count = in.read(block); count > 0; count = in.read(block, kept, block.length - kept)) {
            int end = kept + count;
            int begin = 0;
            for (int at = kept; at < end; at++) {
                if (block[at] == '\n') {
                    line(block, begin, at);
                    begin = at + 1;
                }
            }
            kept = end - begin;
            System.arraycopy(block, begin, block, 0, kept);
            if (kept == block.length) {
                block = Arrays.copyOf(block, 2 * kept);
            }
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
    private void line(byte[] block, int begin, int end) {
        boolean isFound = end - begin > 1 && (block[begin] == 'f' || block[begin] == 'd') && block[begin + 1] == ' ';
        int time = isFound ? blank(block, begin + 2, end) : -1;
        int last = time < 0 ? -1 : blank(block, time + 1, end);
        if (last < 0) {
            other(shown(block, begin, end));
            return;
        }
        String name = new String(block, last + 1, end - last - 1, StandardCharsets.UTF_8);
        if (name.indexOf(REPLACEMENT) >= 0 && !isUtf8(block, last + 1, end)) {
            findings.leftOut(named(shown(block, last + 1, end)) + " is not UTF-8");
        } else {
            int from = begin + 2;
            found(block[begin] == 'd', new String(block, from, last - from, StandardCharsets.ISO_8859_1), named(name));
        }
    }

    private static int blank(byte[] block, int from, int end) {
        int at = from;
        while (at < end && block[at] != ' ') {
            at++;
        }
        return at < end ? at : -1;
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

    /** A line that has a number is as many complaints; those that are quoted have none. */
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
