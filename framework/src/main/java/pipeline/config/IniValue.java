package pipeline.config;

import pipeline.text.MessageText;
import pipeline.text.VisibleText;

/**
 * The text of a key before interpolation, and where it was found.
 *
 * @param key in lower case
 * @param section as its head has it
 * @param line counted from 1; 0 if the value is not from the file, and then it is taken literally
 */
record IniValue(String section, String key, String text, int line) {

    static IniValue literal(String key, String text) {
        return new IniValue(IniFile.DEFAULT, key, text, 0);
    }

    boolean isLiteral() {
        return line == 0;
    }

    /** Names the value in a message. */
    String title() {
        return isLiteral() ? key : shortened(key) + " in [" + shortened(section) + "]";
    }

    /** Shows a text in a message: in quotes, on one line, and not without end. */
    static String shown(String text) {
        return "\"" + VisibleText.line(shortened(text)) + "\"";
    }

    /** Shows a name in a message: not without end. */
    static String shortened(String name) {
        return MessageText.shortened(name);
    }
}
