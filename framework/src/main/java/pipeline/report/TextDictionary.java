package pipeline.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers texts that come again and again, in the order in which they came first. Not thread-safe. */
final class TextDictionary {

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>();

    /** Returns the number of a text, from 0. */
    int number(String text) {
        return numbers.computeIfAbsent(text, added -> {
            texts.add(added);
            return texts.size() - 1;
        });
    }

    /** Returns the text of a number. */
    String text(long number) {
        return texts.get((int) number);
    }

    List<String> texts() {
        return Collections.unmodifiableList(texts);
    }
}
