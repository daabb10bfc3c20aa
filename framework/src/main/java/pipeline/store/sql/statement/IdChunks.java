package pipeline.store.sql.statement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Cuts long lists of numbers into pieces, since statements can name only so many values. */
public final class IdChunks {

    private static final int LONGEST = 1024;

    private IdChunks() {}

    /** Returns the pieces one after the other. */
    public static <T> void each(Collection<T> all, Consumer<List<T>> piece) {
        List<T> list = new ArrayList<>(all);
        for (int from = 0; from < list.size(); from += LONGEST) {
            piece.accept(list.subList(from, Math.min(from + LONGEST, list.size())));
        }
    }

    /** Returns how many question marks to write for so many values: a power of two, so that there are few different statements. */
    public static int places(int values) {
        return values <= 1 ? 1 : Integer.highestOneBit(values - 1) << 1;
    }

    /** Returns so many question marks between commas. */
    public static String marks(int places) {
        return String.join(", ", Collections.nCopies(places, "?"));
    }

    /** Returns numbers as they stand between the parentheses of {@code IN}; there must be at least one. */
    public static String in(Collection<Long> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
