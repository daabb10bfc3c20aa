package pipeline.text;

/** A number with its noun. */
public final class Plural {

    private Plural() {}

    /** Returns such as {@code 1 job} or {@code 3 jobs}. */
    public static String of(long count, String noun) {
        return of(count, noun, noun + "s");
    }

    /** Returns such as {@code 1 entry} or {@code 3 entries}. */
    public static String of(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
