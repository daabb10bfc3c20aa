package pipeline.cli.console;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** The person in front of the command, if there is one: a keyboard that answers questions, a screen with a width. */
public final class Tty {

    private static final String FLAGS = "flags:";

    /** As Linux counts on all its machines but a few old ones. */
    private static final long O_NONBLOCK = 04000;

    private static final int NARROWEST = 20;
    private static final int LOWEST = 5;

    private final BufferedReader keyboard;
    private final boolean isAnswering;
    private final Supplier<OptionalInt> width;
    private final Supplier<OptionalInt> height;
    private final Optional<LiveScreen> screen;

    private Tty(
            Reader keyboard,
            boolean isAnswering,
            Supplier<OptionalInt> width,
            Supplier<OptionalInt> height,
            Optional<LiveScreen> screen) {
        this.height = height;
        this.screen = screen;
        this.keyboard = new BufferedReader(keyboard);
        this.isAnswering = isAnswering;
        this.width = width;
    }

    /**
     * Returns what standard input and standard output are connected to.
     *
     * @param screen what standard error is connected to, if that is a terminal
     */
    public static Tty ofThisProcess(Map<String, String> variables, Optional<LiveScreen> screen) {
        Reader keyboard = new InputStreamReader(new FileInputStream(FileDescriptor.in), Charset.defaultCharset());
        return new Tty(
                keyboard,
                isTerminal(0),
                () -> isTerminal(1) ? columns(variables) : OptionalInt.empty(),
                () -> isTerminal(1) ? rows(variables) : OptionalInt.empty(),
                screen);
    }

    /** Returns a terminal at which nobody sits and whose output goes into a file. */
    public static Tty nobody() {
        return new Tty(Reader.nullReader(), false, OptionalInt::empty, OptionalInt::empty, Optional.empty());
    }

    /** Returns a person who will type this. */
    public static Tty of(Reader typed, OptionalInt width) {
        return of(typed, width, OptionalInt.empty());
    }

    /** Returns a person who will type this, at a screen of so many columns and rows. */
    public static Tty of(Reader typed, OptionalInt width, OptionalInt height) {
        return new Tty(typed, true, () -> width, () -> height, Optional.empty());
    }

    /** Returns whether somebody can be asked. */
    public boolean isAnswering() {
        return isAnswering;
    }

    /** Asks, and gives the answer without blanks around it; empty if the input has come to its end. */
    public Optional<String> ask(String question, PrintStream screen) throws IOException {
        screen.print(question);
        screen.flush();
        Optional<String> answer = Optional.ofNullable(keyboard.readLine()).map(String::strip);
        if (answer.isEmpty()) {
            screen.print("\n");
        }
        return answer;
    }

    /** Asks whether to go on; everything but yes is no. */
    public boolean agrees(String question, PrintStream screen) throws IOException {
        String answer = ask(question + " [y/N] ", screen).orElse("").toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }

    /** Returns the terminal that standard error is connected to; empty if it is none. */
    public Optional<LiveScreen> screen() {
        return screen;
    }

    /** Returns how many columns the screen has; empty if standard output is no screen. */
    public OptionalInt width() {
        return width.get();
    }

    /** Returns how many rows the screen has; empty if standard output is no screen. */
    public OptionalInt height() {
        return height.get();
    }

    /** Returns whether an open file of this process is a terminal. */
    public static boolean isTerminal(int descriptor) {
        String target = target(descriptor);
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    }

    /**
     * Returns whether an open file of this process leads to another process and waits for it: writing there fails only when nobody
     * reads it any more. Another process may have had it wait no more; then it also fails where the reader is slow.
     */
    public static boolean isWaitingPipe(int descriptor) {
        String target = target(descriptor);
        return (target.startsWith("pipe:") || target.startsWith("socket:")) && isWaiting(descriptor);
    }

    private static boolean isWaiting(int descriptor) {
        try {
            return Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor)).stream()
                    .filter(line -> line.startsWith(FLAGS))
                    .map(line -> line.substring(FLAGS.length()).strip())
                    .anyMatch(flags -> (Long.parseLong(flags, 8) & O_NONBLOCK) == 0);
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private static String target(int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static OptionalInt columns(Map<String, String> variables) {
        return size(variables.getOrDefault("COLUMNS", ""), NARROWEST, LiveScreen.Size::columns);
    }

    private static OptionalInt rows(Map<String, String> variables) {
        return size(variables.getOrDefault("LINES", ""), LOWEST, LiveScreen.Size::rows);
    }

    private static OptionalInt size(String declared, int least, ToIntFunction<LiveScreen.Size> asked) {
        OptionalInt number = number(declared, least);
        return number.isPresent()
                ? number
                : TerminalSize.ask()
                        .map(size -> number(Integer.toString(asked.applyAsInt(size)), least))
                        .orElse(OptionalInt.empty());
    }

    private static OptionalInt number(String text, int least) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < least) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(text));
    }
}
