package pipeline.cli;

import java.util.List;
import pipeline.cli.jobs.JobsCommands;

/** What the first words of a command line say that it is about. */
enum CommandWord {
    /** The job table alone. */
    TABLE,
    /** The job table and a recipe's source. */
    REFRESH,
    /** Pulling the jobs of a recipe. */
    WORK,
    /** Running a recipe, or nothing yet. */
    RECIPE;

    static final String WORK_WORD = "work";

    /** The words that stand in the place of a recipe; none may be called so. */
    static final List<String> ALL = List.of("connections", "drain", "jobs", "undrain", WORK_WORD);

    static CommandWord of(List<String> words) {
        String first = words.isEmpty() ? "" : words.get(0);
        if (first.equals(WORK_WORD)) {
            return WORK;
        }
        if (!JobsCommands.WORDS.contains(first)) {
            return RECIPE;
        }
        boolean isRefresh = words.size() > 2
                && first.equals("jobs")
                && words.get(1).equals("refresh")
                && !words.get(2).startsWith("-");
        return isRefresh ? REFRESH : TABLE;
    }
}
