package pipeline.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import pipeline.recipe.UsageException;
import pipeline.text.ShellQuoting;

/** Refuses arguments that the JVM has spoiled already, because the locale does not say UTF-8, or they are not UTF-8. */
final class LocaleCheck {

    /** What Java puts in the place of what it cannot decode; may have been typed as well. */
    private static final char REPLACEMENT = '\ufffd';

    private LocaleCheck() {}

    /**
     * Looks for letters that were lost.
     *
     * @param encoding the JVM's encoding of arguments and file names, its property {@code sun.jnu.encoding}
     * @param commandLine what the system knows of this process: its words, each followed by NUL; empty if it does not say
     * @throws UsageException if an argument cannot be what was typed
     */
    static void check(List<String> args, String encoding, Supplier<byte[]> commandLine) {
        boolean isUtf8 =
                Charset.isSupported(encoding) && Charset.forName(encoding).equals(StandardCharsets.UTF_8);
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i).indexOf(REPLACEMENT) < 0) {
                continue;
            }
            if (isUtf8) {
                checkUtf8(args, i, words(commandLine.get()));
            } else {
                throw new UsageException(
                        "argument %d cannot be read: it holds letters that the locale (%s) does not know, and file names are UTF-8; set LC_ALL=C.UTF-8 and type it again"
                                .formatted(i + 1, encoding));
            }
        }
    }

    /** The arguments are the last words of the command line. */
    private static void checkUtf8(List<String> args, int index, List<byte[]> words) {
        int place = words.size() - args.size() + index;
        if (place >= 0 && isUtf8(words.get(place))) {
            return;
        }
        throw new UsageException(
                "argument %d is not UTF-8: %s; file names and words are UTF-8 here, so rename the file or type it otherwise"
                        .formatted(index + 1, ShellQuoting.quote(args.get(index))));
    }

    private static boolean isUtf8(byte[] word) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(word));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static List<byte[]> words(byte[] commandLine) {
        List<byte[]> words = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < commandLine.length; i++) {
            if (commandLine[i] == 0) {
                words.add(Arrays.copyOfRange(commandLine, from, i));
                from = i + 1;
            }
        }
        return words;
    }

    /** Returns the command line of this process, as Linux has it. */
    static byte[] ofThisProcess() {
        try {
            return Files.readAllBytes(Path.of("/proc/self/cmdline"));
        } catch (IOException e) {
            // who cannot look refuses what may be spoiled
            return new byte[0];
        }
    }
}
