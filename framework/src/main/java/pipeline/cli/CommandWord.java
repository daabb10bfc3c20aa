package pipeline.cli;

import java.util.List;
import java.util.function.Predicate;
import pipeline.cli.jobs.JobsCommands;

/** What the first words of a command line say that it is about. */
enum CommandWord {
    /** The job table alone. */
    TABLE,
    /** The job table and a recipe's source. */
    REFRESH,
    /** An example map in a new directory. */
    EXAMPLE,
    /** Pulling the jobs of a recipe. */
    WORK,
    /** Running a recipe, or nothing yet. */
    RECIPE;

    static final String WORK_WORD = "work";
    static final String EXAMPLE_WORD = "example";

    /** The words before the recipe whose jobs are brought up to date. */
    static final List<String> REFRESH_WORDS = List.of("jobs", "refresh");

    /** The words that stand in the place of a recipe; none may be called so. */
    static final List<String> ALL = List.of("connections", "drain", EXAMPLE_WORD, "jobs", "undrain", WORK_WORD);

    /** Tells whether another word of the command may follow, such as {@code jobs} and then {@code show}. */
    static boolean goesOn(List<String> words) {
        return switch (words.size()) {
            case 0 -> true;
            case 1 ->
                words.get(0).equals(WORK_WORD)
                        || !JobsCommands.names(words.get(0)).isEmpty();
            case 2 -> words.equals(REFRESH_WORDS);
            default -> false;
        };
    }

    /** Returns what may be the next word: the name of a recipe may be anything. */
    static Predicate<String> next(List<String> words) {
        List<String> names = words.size() == 1 ? JobsCommands.names(words.get(0)) : List.of();
        return names.isEmpty() ? word -> true : names::contains;
    }

    static CommandWord of(List<String> words) {
        String first = words.isEmpty() ? "" : words.get(0);
        if (first.equals(WORK_WORD)) {
            return WORK;
        }
        if (first.equals(EXAMPLE_WORD)) {
            return EXAMPLE;
        }
        if (!JobsCommands.WORDS.contains(first)) {
            return RECIPE;
        }
        boolean isRefresh = words.size() > 2
                && words.subList(0, 2).equals(REFRESH_WORDS)
                && !words.get(2).startsWith("-");
        return isRefresh ? REFRESH : TABLE;
    }
}
