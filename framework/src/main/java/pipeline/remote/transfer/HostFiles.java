package pipeline.remote.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pipeline.remote.ShellScript;

/** A question to a host about many files and trees, and its answer. */
public final class HostFiles {

    private static final ShellScript LOOK = new ShellScript(HostFiles.class, "look.sh");
    private static final ShellScript DIGEST = new ShellScript(HostFiles.class, "digest.sh");
    private static final String MISSING = "missing";

    private HostFiles() {}

    /** Returns the question. */
    public static String look(List<String> paths) {
        return LOOK.with(Map.of("pipeline_size", ""), paths);
    }

    /** Returns the functions of {@code digest.sh}, for other questions. */
    public static String digestFunctions() {
        return DIGEST.with(Map.of());
    }

    /** Reads the answer: for each path the SHA-256 of what is there, an empty text where there is none, and nothing where nothing is. */
    public static List<Optional<String>> digests(String answer) {
        List<Optional<String>> digests = new ArrayList<>();
        answer.lines().forEach(line -> {
            int blank = line.indexOf(' ');
            digests.add(
                    line.equals(MISSING)
                            ? Optional.empty()
                            : Optional.of(
                                    blank < 0 ? "" : line.substring(blank + 1).strip()));
        });
        return digests;
    }
}
