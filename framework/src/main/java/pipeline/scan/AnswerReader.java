package pipeline.scan;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what {@code scan.sh} printed on a host. Used once. */
final class AnswerReader {

    private static final int NANOS = 9;
    private static final int LINE = 8 << 10;
    private static final String CODE = "find ended with code ";

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
                line(Arrays.copyOf(line, length));
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
        if (ends < searches && complaints == 0) {
            findings.failed("the search on it broke off");
        }
    }

    private void line(byte[] bytes) {
        String text = utf8(bytes);
        boolean isOdd = text == null;
        String shown = text == null ? visible(bytes) : text;
        String[] fields = shown.split(" ", 4);
        if (fields.length < 4) {
            complain(shown);
            return;
        }
        switch (fields[0]) {
            case "f", "d" -> {
                if (isOdd) {
                    findings.leftOut(named(fields[3]) + " is not UTF-8");
                } else {
                    found(fields);
                }
            }
            case "n" -> findings.leftOut(named(fields[3]) + " has a line end where ? stands");
            case "l" -> findings.leftOut(named(fields[3]) + " is a link that leads nowhere");
            case "h" -> home = fields[3];
            case "z" -> ends++;
            case "x" -> complaint(fields);
            default -> complain(shown);
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

    private void found(String[] fields) {
        String name = named(fields[3]);
        if (name.equals(previous)) {
            return; // fits two patterns
        }
        previous = name;
        findings.found();
        sink.accept(new FoundFile(
                findings.host(),
                name,
                fields[0].equals("d"),
                fields[1].equals("-") ? null : Long.valueOf(fields[1]),
                fields[2].equals("-") ? null : time(fields[2])));
    }

    /** What is relative to the home directory begins with a tilde, and other relative names with a dot. */
    private String named(String name) {
        return name.startsWith("~/") ? home + name.substring(1) : name.startsWith("./") ? name.substring(2) : name;
    }

    private static Instant time(String seconds) {
        BigDecimal exact = new BigDecimal(seconds);
        long whole = exact.longValue();
        return Instant.ofEpochSecond(
                whole,
                exact.subtract(BigDecimal.valueOf(whole)).movePointRight(NANOS).longValue());
    }

    private static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static String visible(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(b >= 0 ? String.valueOf((char) b) : "\\x%02x".formatted(b & 0xff));
        }
        return text.toString();
    }
}
