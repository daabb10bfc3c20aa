package pipeline.job;

import java.util.List;
import java.util.stream.Collectors;
import pipeline.text.Json;
import pipeline.text.ShellQuoting;
import tools.jackson.databind.JsonNode;

/**
 * What distinguishes a job from others of the same program: its label, or else its arguments. What is too long lacks its middle, since
 * names of files differ at their ends; in messages the end is cut.
 *
 * <pre>{@code
 * String label = JobLabel.of(ComputeJob.command("lce004", "qc.sh", "/data/obs_032.wav")); // /data/obs_032.wav
 * }</pre>
 */
public final class JobLabel {

    private static final int LONGEST = 60;
    private static final int LONGEST_LABEL = 255;
    private static final String CUT = "…";

    private JobLabel() {}

    /** Returns the label of a job, or else its arguments, at most 60 characters of them: the middle is left out. */
    public static String of(ComputeJob job) {
        return job.label().orElseGet(() -> shortened(arguments(job.command()), LONGEST));
    }

    /** Returns what runs, the label and the host, such as {@code qc.sh /data/obs_032.wav on lce004}. */
    public static String described(ComputeJob job) {
        String label = of(job);
        return job.program() + (label.isEmpty() ? "" : " " + label) + " on " + job.host();
    }

    private static String arguments(JobCommand command) {
        if (command instanceof JobCommand.Executable executable) {
            return quoted(executable.words().subList(1, executable.words().size()));
        }
        if (command instanceof JobCommand.Script script) {
            return quoted(script.arguments());
        }
        if (command instanceof JobCommand.Transfer transfer) {
            return quoted(
                    List.of(transfer.source().toString(), transfer.target().toString()));
        }
        return ((JobCommand.Program) command)
                .arguments().stream().map(JobLabel::text).collect(Collectors.joining(" "));
    }

    private static String quoted(List<String> words) {
        return ShellQuoting.quoted(words);
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : Json.write(value);
    }

    /** Returns a text that fits as a label: of one with more than 255 characters the middle is left out. */
    public static String shortened(String text) {
        return shortened(text, LONGEST_LABEL);
    }

    /** Leaves out the middle: the beginning says what it is, and the end which. */
    private static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int kept = (most - CUT.length()) / 2;
        int end = text.length() - kept;
        return text.substring(0, Character.isLowSurrogate(text.charAt(kept)) ? kept - 1 : kept)
                + CUT
                + text.substring(Character.isLowSurrogate(text.charAt(end)) ? end + 1 : end);
    }
}
