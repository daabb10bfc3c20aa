package pipeline.testing;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Texts that take a reader long whose time grows faster than they do: pieces of its language repeated many thousand times, alone,
 * in pairs, and mixed at random. Each text has a time limit, which is generous for a reader that takes linear time; one that only
 * copies too often may keep to it.
 */
public final class HostileTexts {

    private static final int LENGTH = 100_000;
    private static final int PAIRS = 2;
    private static final int RANDOM_TEXTS = 40;
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final String name;
    private final List<String> pieces;
    private final long seed = Seed.of(HostileTexts.class);
    private final Random random = new Random(seed);

    /**
     * Makes them.
     *
     * @param name of the language, for messages
     * @param pieces of it: openings, separators, words, blanks
     */
    public HostileTexts(String name, List<String> pieces) {
        this.name = name;
        this.pieces = List.copyOf(pieces);
    }

    /** What reads a text, and may refuse it. */
    @FunctionalInterface
    public interface TextConsumer {
        void read(String text) throws Exception;
    }

    /** Gives the texts to a reader that takes them all. */
    public void feed(TextConsumer reader) {
        feed(reader, List.of());
    }

    /** Gives the texts to a reader; it may refuse them with this exception and no other. */
    public void feed(TextConsumer reader, Class<? extends Exception> refusal) {
        feed(reader, List.of(refusal));
    }

    private void feed(TextConsumer reader, List<Class<? extends Exception>> allowed) {
        System.out.println("hostile texts in " + name + ": -Dseed=" + seed);
        for (String first : pieces) {
            read(first.repeat(LENGTH / first.length()), reader, allowed);
            for (int i = 0; i < PAIRS; i++) {
                String pair = first + piece();
                read(pair.repeat(LENGTH / pair.length()), reader, allowed);
            }
            read(piece() + first.repeat(LENGTH / first.length()) + piece(), reader, allowed);
        }
        for (int i = 0; i < RANDOM_TEXTS; i++) {
            read(mixed(), reader, allowed);
        }
    }

    private String mixed() {
        StringBuilder text = new StringBuilder();
        int length = 1 << random.nextInt(4, 18);
        while (text.length() < length) {
            text.append(random.nextInt(10) == 0 ? piece().repeat(random.nextInt(1, 2000)) : piece());
        }
        return text.toString();
    }

    private String piece() {
        return pieces.get(random.nextInt(pieces.size()));
    }

    private void read(String text, TextConsumer reader, List<Class<? extends Exception>> allowed) {
        String shown = text.length() <= 40 ? text : text.substring(0, 40) + "... (" + text.length() + " characters)";
        assertTimeoutPreemptively(
                LIMIT,
                () -> {
                    try {
                        reader.read(text);
                    } catch (Exception | StackOverflowError e) {
                        if (allowed.stream().noneMatch(type -> type.isInstance(e))) {
                            fail("%s, seed %d, text %s".formatted(name, seed, shown), e);
                        }
                    }
                },
                () -> "%s, seed %d, takes longer than %s for %s".formatted(name, seed, LIMIT, shown));
    }
}
