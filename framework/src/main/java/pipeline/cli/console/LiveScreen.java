package pipeline.cli.console;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pipeline.text.DisplayWidth;
import pipeline.text.VisibleText;

/**
 * A terminal with some lines at its bottom that are shown anew again and again, while everything else that is printed scrolls by above
 * them. All that goes to the terminal must go through {@link #over}. Thread-safe.
 *
 * <p>The lines are erased before anything is printed and shown again after it; they are shown only where the cursor stands at the
 * beginning of a line, so that no output is cut.
 */
public final class LiveScreen {

    /** How large a terminal is, in characters. */
    public record Size(int columns, int rows) {}

    /** Where the terminal does not say its size. */
    private static final Size USUAL = new Size(80, 24);

    private static final String ERASE = "\u001b[%dA\r\u001b[J";

    private final OutputStream terminal;
    private final Supplier<Optional<Size>> asked;
    private @Nullable Size size;
    private List<String> lines = List.of();
    /** How many columns each line takes that is shown now; none where the lines are erased. */
    private List<Integer> shown = List.of();

    private boolean isAtLineStart = true;
    private UnaryOperator<String> painting = line -> line;

    /**
     * Makes one that shows nothing.
     *
     * @param asked says how large the terminal is; asked again when it may have changed
     */
    public LiveScreen(OutputStream terminal, Supplier<Optional<Size>> asked) {
        this.terminal = terminal;
        this.asked = asked;
    }

    /** Returns one for the terminal of this process. */
    public static LiveScreen ofThisProcess(OutputStream terminal) {
        return new LiveScreen(terminal, TerminalSize::ask);
    }

    /** The terminal may have another size now. */
    public synchronized void resized() {
        size = null;
    }

    /** Says in which colours the lines stand; what takes room on the screen must stay the same. */
    public synchronized void paint(UnaryOperator<String> newPainting) {
        painting = newPainting;
    }

    /** Returns the way to the terminal for text that scrolls and is harmless already, so that it may have colours. */
    public OutputStream painted() {
        return over(terminal);
    }

    /** Returns the way to the terminal for what scrolls. */
    public OutputStream over(OutputStream stream) {
        return new Scrolling(stream);
    }

    /** Shows lines in place of those that are shown. */
    public synchronized void show(Function<Size, List<String>> wanted) {
        lines = wanted.apply(size()).stream().map(VisibleText::line).toList();
        draw();
    }

    /** Shows no lines any more. */
    public synchronized void clear() {
        lines = List.of();
        erase();
    }

    private void draw() {
        if (!isAtLineStart) {
            return;
        }
        String erasing = erasing();
        shown = lines.stream().map(DisplayWidth::of).toList();
        String text = erasing
                + lines.stream().map(line -> painting.apply(line) + "\n").collect(Collectors.joining());
        if (!text.isEmpty()) {
            write(text);
        }
    }

    private void erase() {
        if (!shown.isEmpty()) {
            String erasing = erasing();
            shown = List.of();
            write(erasing);
        }
    }

    /** Returns how large the terminal is now. */
    public synchronized Size size() {
        Size known = size;
        if (known == null) {
            known = asked.get().orElse(USUAL);
            size = known;
        }
        return known;
    }

    /** A line that has become wider than the terminal stands in several of its rows. */
    private String erasing() {
        int columns = size().columns();
        int rows = shown.stream()
                .mapToInt(width -> Math.max(1, (width + columns - 1) / columns))
                .sum();
        return rows == 0 ? "" : ERASE.formatted(rows);
    }

    private void write(String text) {
        try {
            terminal.write(text.getBytes(StandardCharsets.UTF_8));
            terminal.flush();
        } catch (IOException e) {
            // a terminal that is gone shows nothing; the log file has what matters
            shown = List.of();
        }
    }

    private final class Scrolling extends FilterOutputStream {

        Scrolling(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return;
            }
            synchronized (LiveScreen.this) {
                erase();
                out.write(bytes, offset, length);
                isAtLineStart = bytes[offset + length - 1] == '\n';
                draw();
            }
        }
    }
}
