package pipeline.dispatch.attempt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.frame.Frame;
import pipeline.job.ComputeJob;
import pipeline.job.DeclaredOutput;
import pipeline.text.Json;
import pipeline.text.ShellQuoting;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The POSIX sh text that looks at declared outputs on their host, and what its findings mean. File names stand in it quoted and
 * never come back: a finding names the place of the output in its list.
 */
public final class OutputCheck {

    /** The frame in which a job's script tells what it found. */
    static final String FRAME = "outputs";

    private static final String FINE = "fine";

    /** What is found of an output that is another one than the job left. */
    public static final String CHANGED = "changed";

    /** What is found of an output that is not there. */
    public static final String MISSING = "missing";

    /**
     * {@code pipeline_look PATH SHA256} sets {@code pipeline_is}, empty if all is well; where {@code pipeline_away} is set, the
     * directory in which relative paths begin is not there. {@code pipeline_stamps PATH...} prints a line for each path that
     * another content, or another time of change, makes another one; nothing where the host has no {@code stat}.
     */
    public static final String FUNCTIONS = """
            set +e +f +u
            pipeline_away=
            pipeline_sum() {
            if command -v sha256sum >/dev/null; then sha256sum <"$1"
            elif command -v shasum >/dev/null; then shasum -a 256 <"$1"
            elif command -v openssl >/dev/null; then openssl dgst -sha256 -r <"$1"
            else echo none; fi
            }
            pipeline_look() {
            pipeline_is=
            case $pipeline_away$1 in away/*) ;; away*) pipeline_is=missing; return ;; esac
            if [ ! -e "$1" ]; then pipeline_is=missing
            elif [ -d "$1" ] && [ -n "$2" ]; then pipeline_is=directory
            elif [ -d "$1" ]; then
            pipeline_is=empty
            for pipeline_x in "$1"/* "$1"/.[!.]* "$1"/..?*; do
            if [ -e "$pipeline_x" ] || [ -h "$pipeline_x" ]; then pipeline_is=; break; fi; done
            elif [ ! -s "$1" ]; then pipeline_is=empty
            elif [ -n "$2" ]; then
            pipeline_x=$(pipeline_sum "$1" 2>/dev/null)
            case ${pipeline_x%%[!0-9a-z]*} in "$2") ;; '') pipeline_is=unreadable ;; none) pipeline_is=tool ;;
            *) pipeline_is=checksum ;; esac
            fi
            }
            pipeline_stamps() {
            TZ=UTC0 stat -L -c '%s %y' -- "$@" 2>/dev/null || TZ=UTC0 stat -L -f '%z %Fm' -- "$@" 2>/dev/null
            }
            """;

    private OutputCheck() {}

    /**
     * Gives the end of a job's script: it tells the finding, once the program has ended with 0.
     *
     * @param token frames the finding
     */
    static String afterwards(List<DeclaredOutput> outputs, String token) {
        return FUNCTIONS + "pipeline_tell() { printf '" + new Frame(FRAME, "%s").toPrintf(token)
                + "' \"$1\"; exit 0; }\n" + tell(outputs);
    }

    /** Gives what prints the finding once more, for a job that has ended. */
    static String again(ComputeJob job, NodeSettings node) {
        String init = node.init().isEmpty() ? "" : "eval " + ShellQuoting.alwaysQuoted(node.init()) + " >/dev/null\n";
        String directory = job.workingDirectory().orElse(node.workingDirectory());
        return init + "(\n" + FUNCTIONS
                + (directory == null ? "" : "cd -- " + quoted(directory) + " || pipeline_away=away\n")
                + "pipeline_tell() { printf '%s\\n' \"$1\"; exit 0; }\n"
                + tell(job.options().outputs()) + "\n)\n";
    }

    private static String tell(List<DeclaredOutput> outputs) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < outputs.size(); i++) {
            text.append(look(outputs.get(i)))
                    .append("; [ -z \"$pipeline_is\" ] || pipeline_tell \"")
                    .append(i)
                    .append(" $pipeline_is\"\n");
        }
        text.append("pipeline_tell \"").append(FINE).append("\n$(pipeline_stamps");
        outputs.forEach(output -> text.append(' ').append(quoted(output.path())));
        return text.append(")\"").toString();
    }

    /** Gives the call that looks at one output. */
    public static String look(DeclaredOutput output) {
        return "pipeline_look " + quoted(output.path()) + " '" + output.sha256().orElse("") + "'";
    }

    /** Gives a path as a word that no program takes for an option. */
    public static String quoted(String path) {
        // a leading dash would be an option
        return ShellQuoting.alwaysQuoted(path.startsWith("-") ? "./" + path : path);
    }

    /**
     * Says what is wrong with the outputs of a job.
     *
     * @param finding as its script told it; null if it told nothing
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
     * Gives what the outputs of a job are like that are as declared: by their paths, what tells them from others.
     *
     * @param finding as the job's script told it; null if it told nothing
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
