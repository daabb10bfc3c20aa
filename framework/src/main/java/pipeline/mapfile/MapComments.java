package pipeline.mapfile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The comments of a text that was read, each before the entry that it belongs to. */
final class MapComments {

    /** A comment and where it begins in the text. */
    private record Comment(int offset, boolean isBehindSomething, String text) {}

    private final String text;
    private final boolean hasEscapes;
    private int position;

    private MapComments(String text, boolean hasEscapes) {
        this.text = text;
        this.hasEscapes = hasEscapes;
    }

    /**
     * Returns for each entry the comments before it, and behind them those after the last entry. One that stands behind an entry on its
     * line belongs to that entry.
     *
     * @param starts where the entries begin; several may begin at one place
     * @param hasEscapes whether a backslash in a text takes its meaning from the next character
     */
    static List<List<String>> of(String text, List<Integer> starts, boolean hasEscapes) {
        List<Comment> comments = new MapComments(text, hasEscapes).all();
        List<List<String>> byEntry = new ArrayList<>();
        for (int i = 0; i <= starts.size(); i++) {
            byEntry.add(List.of());
        }
        IntFunction<List<String>> place = entry -> {
            if (byEntry.get(entry).isEmpty()) {
                byEntry.set(entry, new ArrayList<>());
            }
            return byEntry.get(entry);
        };
        int next = 0;
        for (Comment comment : comments) {
            while (next < starts.size() && starts.get(next) < comment.offset()) {
                next++;
            }
            int entry = next;
            while (comment.isBehindSomething()
                    && entry > 0
                    && starts.get(entry - 1) >= text.lastIndexOf('\n', comment.offset()) + 1) {
                entry--;
            }
            place.apply(entry).add(comment.text());
        }
        return byEntry;
    }

    private List<Comment> all() {
        List<Comment> comments = new ArrayList<>();
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '#') {
                int end = text.indexOf('\n', position);
                int stop = end < 0 ? text.length() : end;
                String before = text.substring(text.lastIndexOf('\n', position) + 1, position);
                comments.add(new Comment(
                        position,
                        !before.isBlank(),
                        text.substring(position, stop).stripTrailing()));
                position = stop;
            } else if (c == '"' || c == '\'') {
                skipText(c);
            } else {
                position++;
            }
        }
        return comments;
    }

    private void skipText(char quote) {
        String three = String.valueOf(quote).repeat(3);
        String close = text.startsWith(three, position) && hasEscapes ? three : String.valueOf(quote);
        position += close.length();
        while (position < text.length() && !text.startsWith(close, position)) {
            position += text.charAt(position) == '\\' && hasEscapes ? 2 : 1;
        }
        position += close.length();
    }
}
