package pipeline.dispatch.survey;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pipeline.dispatch.attempt.OutputCheck;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.job.DeclaredOutput;
import pipeline.remote.ShellScript;
import pipeline.text.ShellQuoting;

/** The question to one host about the outputs of jobs that are done there, and what it answers. Not thread-safe. */
final class OutputSurvey {

    private static final ShellScript SURVEY = new ShellScript(OutputCheck.class, "survey-outputs.sh");

    private static final String DONE = "done";
    private static final String STAMPS = "stamps";

    private final Map<Long, OutputVerifier.Done> asked;
    private final Map<Long, String> faults = new HashMap<>();

    /**
     * Makes the question.
     *
     * @param asked the jobs, by their numbers
     */
    OutputSurvey(Map<Long, OutputVerifier.Done> asked) {
        this.asked = asked;
    }

    /** Returns the numbers of the jobs. */
    Set<Long> jobs() {
        return asked.keySet();
    }

    /** Returns the question: what it prints, see {@code survey-outputs.sh}. */
    String script(NodeSettings node) {
        DirectoryPortions portions = new DirectoryPortions(node);
        for (OutputVerifier.Done done : asked.values()) {
            String directory = DirectoryPortions.directory(done.job(), node);
            arguments(done).forEach(output -> portions.add(directory, output));
        }
        return portions.script(SURVEY, Map.of());
    }

    /** Returns for each output its id, its path, its SHA-256 or nothing, and whether its stamp is known. */
    private static List<List<String>> arguments(OutputVerifier.Done done) {
        List<List<String>> arguments = new ArrayList<>();
        List<DeclaredOutput> outputs = done.job().options().outputs();
        for (int i = 0; i < outputs.size(); i++) {
            DeclaredOutput output = outputs.get(i);
            boolean hasStamp = done.stamps().containsKey(output.path());
            // a file that is the same as before still has its checksum
            String sha256 = hasStamp ? "" : output.sha256().orElse("");
            arguments.add(List.of(
                    "%d.%d".formatted(done.number(), i),
                    OutputCheck.noOption(output.path()),
                    sha256,
                    hasStamp ? "1" : ""));
        }
        return arguments;
    }

    /**
     * Reads the answer of the host.
     *
     * @return by the number of the job, what is wrong with its first output that is not as the job left it
     * @throws IncompleteAnswerException if the host does not say all that it was asked for
     */
    Map<Long, String> read(String host, String answer) throws IncompleteAnswerException {
        try {
            return read(answer);
        } catch (IncompleteAnswerException e) {
            throw e.of(host);
        }
    }

    private Map<Long, String> read(String answer) throws IncompleteAnswerException {
        List<String> lines = answer.lines().toList();
        if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(DONE)) {
            throw new IncompleteAnswerException(
                    "it did not say whether outputs are there; does init of [remote] end the shell?");
        }
        int i = 0;
        while (i < lines.size() - 1) {
            String[] words = lines.get(i).split(" ", -1);
            i++;
            if (words[0].equals(STAMPS)) {
                int end = i + lines.subList(i, lines.size()).indexOf(DONE);
                compare(words, lines.subList(i, end));
                i = end + 1;
            } else if (words.length == 3) {
                fault(words[0], words[1], words[2]);
            } else {
                throw odd(String.join(" ", words));
            }
        }
        return faults;
    }

    private void compare(String[] ids, List<String> stamps) throws IncompleteAnswerException {
        for (int i = 1; i < ids.length; i++) {
            String[] id = ids[i].split("\\.", -1);
            if (id.length != 2) {
                throw odd(ids[i]);
            }
            DeclaredOutput output = output(id[0], id[1]);
            OutputVerifier.Done done = done(id[0]);
            // where one of several went away meanwhile, nobody knows which
            boolean isSame = stamps.size() == ids.length - 1
                    && stamps.get(i - 1).equals(done.stamps().get(output.path()));
            if (!isSame) {
                fault(id[0], id[1], OutputCheck.CHANGED);
            }
        }
    }

    private void fault(String number, String place, String word) throws IncompleteAnswerException {
        String fault = OutputCheck.fault(output(number, place), word);
        faults.putIfAbsent(done(number).number(), fault);
    }

    private OutputVerifier.Done done(String number) throws IncompleteAnswerException {
        OutputVerifier.Done done = number.matches("[0-9]{1,18}") ? asked.get(Long.parseLong(number)) : null;
        if (done == null) {
            throw odd(number);
        }
        return done;
    }

    private DeclaredOutput output(String number, String place) throws IncompleteAnswerException {
        List<DeclaredOutput> outputs = done(number).job().options().outputs();
        if (!place.matches("[0-9]{1,6}") || Integer.parseInt(place) >= outputs.size()) {
            throw odd(number + " " + place);
        }
        return outputs.get(Integer.parseInt(place));
    }

    private static IncompleteAnswerException odd(String line) {
        return new IncompleteAnswerException("it said " + ShellQuoting.quote(line) + " when asked for outputs");
    }
}
