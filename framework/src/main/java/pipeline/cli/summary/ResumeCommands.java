package pipeline.cli.summary;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.cli.common.LaunchCommand;
import pipeline.cli.plan.RunRequest;
import pipeline.job.Outcome;
import pipeline.text.ShellQuoting;

/** What to type to have done what a run has left. */
final class ResumeCommands {

    private static final String RERUN = "--rerun";

    /** With these the same command would do also what is done, or leave what failed as it is. */
    private static final List<String> NOT_AGAIN = List.of("--accept", "--fresh", "--keep-errors", RERUN);

    private ResumeCommands() {}

    /**
     * Returns the commands, one after the other; none if no command would do anything.
     *
     * @param unsuccessful what did not succeed; none if the recipe itself was not content
     * @param keepsErrors whether the configuration wants failures to be kept
     */
    static List<String> commands(RunRequest request, List<Outcome> unsuccessful, boolean keepsErrors) {
        List<String> commands = new ArrayList<>();
        if (!unsuccessful.isEmpty() && unsuccessful.stream().allMatch(Outcome::isLeftOut)) {
            return commands;
        }
        if (keepsErrors && unsuccessful.stream().anyMatch(outcome -> outcome.state() == Outcome.State.FAILED)) {
            commands.add(line(retry(request)));
        }
        List<String> typed = request.typed();
        int end = typed.contains("--") ? typed.indexOf("--") : typed.size();
        List<String> words = new ArrayList<>(typed.subList(0, end));
        while (words.contains(RERUN)) {
            // the name of the step is a word of its own
            int option = words.indexOf(RERUN);
            words.subList(option, Math.min(words.size(), option + 2)).clear();
        }
        words.removeIf(word -> NOT_AGAIN.contains(word.split("=", -1)[0]));
        words.addAll(typed.subList(end, typed.size()));
        commands.add(line(words));
        return commands;
    }

    private static List<String> retry(RunRequest request) {
        List<String> words =
                new ArrayList<>(List.of("jobs", "retry", "-j", request.jobName(), "--recipe", request.recipeName()));
        add(words, "-c", request.common().configuration.file());
        add(words, "-r", request.common().configuration.runtimeDirectory());
        return words;
    }

    private static void add(List<String> words, String option, @Nullable Path value) {
        if (value != null) {
            words.add(option);
            words.add(value.toString());
        }
    }

    private static String line(List<String> words) {
        return LaunchCommand.ofThisProcess() + " " + ShellQuoting.quoted(words);
    }
}
