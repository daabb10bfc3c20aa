package pipeline.remote.sshconfig;

import java.util.ArrayList;
import java.util.List;

/** Splits the arguments of a line of ssh_config(5): blanks separate, quotes join, {@code #} begins a comment. */
final class SshArguments {

    private SshArguments() {}

    /** Splits what follows a keyword. */
    static List<String> split(String text) throws SshConfigException {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t') {
                at++;
            } else if (c == '#') {
                break;
            } else {
                StringBuilder word = new StringBuilder();
                at = word(text, at, word);
                words.add(word.toString());
            }
        }
        return words;
    }

    private static int word(String text, int start, StringBuilder word) throws SshConfigException {
        char quote = 0;
        int at = start;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length() && escapable(text.charAt(at + 1), quote)) {
                word.append(text.charAt(++at));
            } else if (quote == 0 && (c == ' ' || c == '\t')) {
                break;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            throw new SshConfigException("a quote " + quote + " is not closed");
        }
        return at;
    }

    private static boolean escapable(char c, char quote) {
        return c == '"' || c == '\'' || c == '\\' || (quote == 0 && c == ' ');
    }
}
