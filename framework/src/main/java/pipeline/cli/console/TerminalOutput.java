package pipeline.cli.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import pipeline.text.VisibleText;

/**
 * The way to a terminal for text in UTF-8 that may have come from a node: characters that are shown, tabs and line ends pass as they
 * are; what would move the cursor, change colours or titles or turn the direction of text is written as {@code \x1b}, and
 * so is what is no UTF-8. Not thread-safe.
 */
public final class TerminalOutput extends OutputStream {

    private final OutputStream terminal;
    private final ByteArrayOutputStream safe = new ByteArrayOutputStream();

    /** A character of several bytes that has begun, or a carriage return after which a line feed may come. */
    private final byte[] begun = new byte[4];

    private int has;
    private int needs;

    /** Makes the way; it holds nothing back but a character that is not whole. */
    public TerminalOutput(OutputStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public void write(int b) throws IOException {
        take(b & 0xff);
        pass();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            take(bytes[i] & 0xff);
        }
        pass();
    }

    @Override
    public void flush() throws IOException {
        terminal.flush();
    }

    @Override
    public void close() throws IOException {
        giveUp();
        pass();
        terminal.close();
    }

    private void pass() throws IOException {
        safe.writeTo(terminal);
        safe.reset();
    }

    private void take(int b) {
        boolean isLineEnd = has == 1 && begun[0] == '\r' && b == '\n';
        if (isLineEnd) {
            has = 0;
            text("\r\n");
            return;
        }
        if (has > 0 && begun[0] != '\r' && (b & 0xc0) == 0x80) {
            begun[has++] = (byte) b;
            if (has == needs) {
                whole();
            }
            return;
        }
        giveUp();
        if (b >= 0xc2 && b <= 0xf4) {
            begin(b, b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4);
        } else if (b == '\r') {
            begin(b, 2);
        } else if (b == '\n' || b == '\t' || (b >= 0x20 && b < 0x7f)) {
            safe.write(b);
        } else {
            text("\\x%02x".formatted(b));
        }
    }

    private void begin(int b, int length) {
        begun[0] = (byte) b;
        has = 1;
        needs = length;
    }

    private void whole() {
        String character = new String(begun, 0, has, StandardCharsets.UTF_8);
        if (!Arrays.equals(character.getBytes(StandardCharsets.UTF_8), Arrays.copyOf(begun, has))) {
            giveUp();
        } else {
            has = 0;
            text(VisibleText.character(character.codePointAt(0)));
        }
    }

    /** What has begun turns out to be no character. */
    private void giveUp() {
        for (int i = 0; i < has; i++) {
            text(begun[i] == '\r' ? "\\r" : "\\x%02x".formatted(begun[i] & 0xff));
        }
        has = 0;
    }

    private void text(String text) {
        safe.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
