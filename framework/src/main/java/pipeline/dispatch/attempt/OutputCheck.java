package pipeline.dispatch.attempt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.job.ComputeJob;
import pipeline.job.DeclaredOutput;
import pipeline.job.JobCommand;
import pipeline.remote.ShellScript;
import pipeline.text.Json;
import pipeline.text.ShellQuoting;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The scripts that look at declared outputs on their host, and what their findings mean. File names never come back: a finding names
 * the place of the output in its list.
 */
public final class OutputCheck {

    /** The frame in which a job's script reports what it found. */
    static final String FRAME = "outputs";

    private static final String FINE = "fine";

    /** What is found of an output that is another one than the job left. */
    public static final String CHANGED = "changed";

    /** What is found of an output that is not there. */
    public static final String MISSING = "missing";

    private static final ShellScript QUIET_INIT = new ShellScript(OutputCheck.class, "quiet-init.sh");
    private static final ShellScript CHECK = new ShellScript(OutputCheck.class, "check-outputs.sh");

    private OutputCheck() {}

    /** Returns outputs as the scripts take them: the path of each and the SHA-256 that it must have, empty if none is declared. */
    static List<String> arguments(List<DeclaredOutput> outputs) {
        return outputs.stream()
                .flatMap(output ->
                        Stream.of(noOption(output.path()), output.sha256().orElse("")))
                .toList();
    }

    /** Returns what prints the finding once more, for a job that has ended. */
    static String again(ComputeJob job, NodeSettings node) {
        String directory = job.workingDirectory().orElse(node.workingDirectory());
        String check = CHECK.with(
                Map.of("pipeline_directory", directory == null ? "" : noOption(directory)),
                arguments(job.options().outputs()));
        return String.join("", init(node), check);
    }

    /** Returns what a question to a host begins with that looks for files as a job would; empty if there is no {@code init}. */
    public static String init(NodeSettings node) {
        return node.init().isEmpty() ? "" : QUIET_INIT.with(Map.of("pipeline_text", node.init()));
    }

    /** Returns a path as a word that no program takes for an option. */
    public static String noOption(String path) {
        return path.startsWith("-") ? "./".concat(path) : path;
    }

    /** Returns a place on a host as a shell takes it that starts in the login directory. */
    public static String place(JobCommand.Endpoint place, DispatchSettings settings) {
        String directory = settings.node(place.host()).workingDirectory();
        boolean isWhole = place.path().startsWith("/") || directory == null;
        return noOption(isWhole ? place.path() : directory + "/" + place.path());
    }

    /**
     * Says what is wrong with the outputs of a job.
     *
     * @param finding as its script reported it; null if it reported nothing
     * @return null if nothing is wrong
     */
    public static @Nullable String fault(List<DeclaredOutput> outputs, @Nullable String finding) {
        if (outputs.isEmpty() || (finding != null && isFine(finding))) {
            return null;
        }
        String[] words = finding == null ? new String[0] : finding.split(" ", -1);
        if (words.length != 2 || !words[0].matches("[0-9]{1,6}") || Integer.parseInt(words[0]) >= outputs.size()) {
            return "its host did not say whether its declared outputs are there";
        }
        return fault(outputs.get(Integer.parseInt(words[0])), words[1]);
    }

    private static boolean isFine(String finding) {
        return finding.equals(FINE) || finding.startsWith(FINE + "\n");
    }

    /**
     * Returns what the outputs of a job are like that are as declared: by their paths, what distinguishes them from others.
     *
     * @param finding as the job's script reported it; null if it reported nothing
     * @return a JSON object; null if it is not known
     */
    static @Nullable String noted(List<DeclaredOutput> outputs, @Nullable String finding) {
        if (outputs.isEmpty() || finding == null || !isFine(finding)) {
            return null;
        }
        List<String> stamps = finding.lines().skip(1).toList();
        if (stamps.size() != outputs.size()) {
            return null;
        }
        ObjectNode noted = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < stamps.size(); i++) {
            noted.put(outputs.get(i).path(), stamps.get(i));
        }
        return Json.write(noted);
    }

    /**
     * Reads what {@link #noted} gave.
     *
     * @param json as the table has it; null if it has nothing
     */
    public static Map<String, String> stamps(@Nullable String json) {
        Map<String, String> stamps = new HashMap<>();
        if (json != null) {
            Json.read(json).forEachEntry((path, stamp) -> stamps.put(path, stamp.asString()));
        }
        return stamps;
    }

    /** Says what is wrong with an output of which the word of a finding is known. */
    public static String fault(DeclaredOutput output, String word) {
        String path = ShellQuoting.quote(output.path());
        return switch (word) {
            case MISSING -> "its output %s is missing".formatted(path);
            case "unwritten" ->
                "its output %s is missing under its temporary name; does the program write to {out} or $PIPELINE_OUTPUT?"
                        .formatted(path);
            case "rename" -> "its output %s cannot be given its name".formatted(path);
            case "empty" -> "its output %s is empty".formatted(path);
            case "directory" -> "its output %s is a directory, which has no SHA-256".formatted(path);
            case "unreadable" -> "its output %s cannot be read for its SHA-256".formatted(path);
            case "checksum" -> "its output %s has another SHA-256 than declared".formatted(path);
            case CHANGED -> "its output %s has changed since".formatted(path);
            case "tool" ->
                "its output %s cannot be checked: its host has neither sha256sum nor shasum nor openssl"
                        .formatted(path);
            default -> "its output %s is not as declared (%s)".formatted(path, word);
        };
    }
}
