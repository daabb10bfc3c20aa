package pipeline.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import pipeline.recipe.UsageException;

/** Refuses arguments that the JVM has spoiled already, because the locale does not say UTF-8. */
final class LocaleCheck {

    private LocaleCheck() {}

    /**
     * Looks for letters that were lost.
     *
     * @param encoding the JVM's encoding of arguments and file names, its property {@code sun.jnu.encoding}
     * @throws UsageException if an argument cannot be what was typed
     */
    static void check(List<String> args, String encoding) {
        if (Charset.isSupported(encoding) && Charset.forName(encoding).equals(StandardCharsets.UTF_8)) {
            return;
        }
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i).indexOf('\ufffd') >= 0) {
                throw new UsageException(
                        "argument %d cannot be read: it holds letters that the locale (%s) does not know, and file names are UTF-8; set LC_ALL=C.UTF-8 and type it again"
                                .formatted(i + 1, encoding));
            }
        }
    }
}
