package pipeline.store.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The operators that stand under a key: MongoDB's, and IPython's two of its own. */
enum Operator {
    IN,
    NIN,
    EQ,
    NE,
    GT,
    GTE,
    LT,
    LTE,
    /** Greater, as IPython's documentation has it, not "greater or equal". */
    GE,
    /** Less, as IPython's documentation has it. */
    LE,
    EXISTS,
    GLOB,
    NOT;

    String word() {
        return "$" + name().toLowerCase(Locale.ROOT);
    }

    static Optional<Operator> of(String word) {
        return Arrays.stream(values())
                .filter(operator -> operator.word().equals(word))
                .findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Operator::word).toList();
    }
}
