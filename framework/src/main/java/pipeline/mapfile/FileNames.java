package pipeline.mapfile;

import org.jspecify.annotations.Nullable;
import pipeline.text.MessageText;

/** What may be the name of a file. */
final class FileNames {

    private FileNames() {}

    /** Returns what is wrong with a file's name; null if nothing is. */
    static @Nullable String wrongFile(String name) {
        if (name.isEmpty()) {
            return "expected a file's name, but found an empty text";
        }
        if (name.indexOf('\0') >= 0) {
            return "expected a file's name, but found a NUL character, which no file's name can hold";
        }
        return hasLoneSurrogate(name)
                ? "expected a file's name, but found half a surrogate pair, which UTF-8 cannot hold"
                : null;
    }

    /** Shows a name in a message, on one line and not too long. */
    static String quoted(String name) {
        return TextQuoting.PYTHON.quote(MessageText.shortened(name));
    }

    private static boolean hasLoneSurrogate(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < name.length()
                        && Character.isLowSurrogate(name.charAt(i + 1));
                if (!pair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
