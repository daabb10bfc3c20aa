package pipeline.cli.maps;

import java.util.regex.Pattern;

/**
 * A pattern of names in a map: {@code *} and {@code ?} stand for any characters, {@code [a-z]} for one of some. A pattern without a
 * slash is compared with the last part of a name, another with all of it.
 */
final class NameGlob {

    private final boolean isOfPaths;
    private final Pattern pattern;

    NameGlob(String glob) {
        this.isOfPaths = glob.indexOf('/') >= 0;
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            int close = c == '[' ? glob.indexOf(']', i + 2) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (close > 0) {
                String inside = glob.substring(i + 1, close)
                        .replace("\\", "\\\\")
                        .replace("[", "\\[")
                        .replace("&", "\\&");
                regex.append('[')
                        .append(inside.startsWith("!") ? "^" + inside.substring(1) : inside)
                        .append(']');
                i = close;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    boolean fits(String name) {
        return pattern.matcher(isOfPaths ? name : name.substring(name.lastIndexOf('/', name.length() - 2) + 1))
                .matches();
    }
}
