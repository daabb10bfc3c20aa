package pipeline.job.identity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import tools.jackson.databind.JsonNode;

/** Finds the files of a recipe's maps among the words of its jobs. */
public final class NamedFiles {

    /** Where words of a shell end, so that a file name within a line of shell is found. */
    private static final Pattern WORD_ENDS = Pattern.compile("[\\s'\"<>|;&()=,:`$]+");

    /** Where quoted names end, which may hold blanks. */
    private static final Pattern QUOTES = Pattern.compile("['\"]");

    private final Map<String, Set<String>> files;

    /**
     * Makes one.
     *
     * @param files by host
     */
    public NamedFiles(Map<String, Set<String>> files) {
        this.files = files;
    }

    /** A file of a host. */
    public record Place(String host, String file) {}

    /** Returns the files of its host that a job names. */
    public Set<Place> of(ComputeJob job) {
        Set<String> here = files.getOrDefault(job.host(), Set.of());
        Set<Place> named = new HashSet<>();
        if (!here.isEmpty()) {
            for (String text : texts(job.command())) {
                add(job.host(), text, here, named);
                for (String word : WORD_ENDS.split(text, -1)) {
                    add(job.host(), word, here, named);
                }
                for (String word : QUOTES.split(text, -1)) {
                    add(job.host(), word, here, named);
                }
            }
        }
        return named;
    }

    private static void add(String host, String word, Set<String> files, Set<Place> named) {
        if (files.contains(word)) {
            named.add(new Place(host, word));
        }
    }

    private static List<String> texts(JobCommand work) {
        if (work instanceof JobCommand.Executable command) {
            return command.words();
        }
        if (work instanceof JobCommand.Script script) {
            return script.arguments();
        }
        if (work instanceof JobCommand.Transfer transfer) {
            return List.of(transfer.source().path(), transfer.target().path());
        }
        List<String> texts = new ArrayList<>();
        if (work instanceof JobCommand.Program program) {
            program.arguments().forEach(argument -> addTexts(argument, texts));
        }
        return texts;
    }

    private static void addTexts(JsonNode value, List<String> texts) {
        if (value.isString()) {
            texts.add(value.stringValue());
        } else {
            value.forEach(item -> addTexts(item, texts));
        }
    }
}
