package pipeline.dispatch.survey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pipeline.dispatch.attempt.OutputCheck;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.job.ComputeJob;
import pipeline.remote.ShellScript;

/** The files about which a host is asked, in portions of one directory each, where the jobs start. Not thread-safe. */
final class DirectoryPortions {

    private static final ShellScript PORTION = new ShellScript(OutputCheck.class, "survey-directory.sh");

    /** So many files are looked at in one portion, and named to one process on the host. */
    private static final int FILES_AT_ONCE = 200;

    private final NodeSettings node;
    private final Map<String, List<List<String>>> byDirectory = new LinkedHashMap<>();

    DirectoryPortions(NodeSettings node) {
        this.node = node;
    }

    /** Returns the directory in which a job starts; empty for the login directory. */
    static String directory(ComputeJob job, NodeSettings node) {
        String directory = job.workingDirectory().orElse(node.workingDirectory());
        return directory == null ? "" : OutputCheck.noOption(directory);
    }

    /**
     * Adds a file.
     *
     * @param directory in which a relative name begins
     * @param arguments what the script is given of it
     */
    void add(String directory, List<String> arguments) {
        byDirectory.computeIfAbsent(directory, name -> new ArrayList<>()).add(arguments);
    }

    /**
     * Returns the question.
     *
     * @param survey has the function that is called for each portion
     */
    String script(ShellScript survey, Map<String, String> values) {
        StringBuilder portions = new StringBuilder();
        byDirectory.forEach((directory, files) -> {
            for (int i = 0; i < files.size(); i += FILES_AT_ONCE) {
                List<String> portion = files.subList(i, Math.min(i + FILES_AT_ONCE, files.size())).stream()
                        .flatMap(List::stream)
                        .toList();
                portions.append(PORTION.with(Map.of("pipeline_directory", directory), portion));
            }
        });
        return OutputCheck.init(node) + survey.around(portions.toString(), values);
    }
}
