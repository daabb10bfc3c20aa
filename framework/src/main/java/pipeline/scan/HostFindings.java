package pipeline.scan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found on one host, beside the files: what could not be read, and what was left out. */
public final class HostFindings {

    /** So many are listed, all are counted. */
    private static final int MOST_LISTED = 3;

    private final String host;
    private @Nullable String failure;
    private long files;
    private long problems;
    private long leftOut;
    private final List<String> examples = new ArrayList<>();

    HostFindings(String host) {
        this.host = host;
    }

    public String host() {
        return host;
    }

    /** Returns why nothing is known of the host; null if it answered to the end. */
    public @Nullable String failure() {
        return failure;
    }

    /** Returns how many files and directories fit. */
    public long files() {
        return files;
    }

    /** Returns how many directories and files could not be looked at. */
    public long problems() {
        return problems;
    }

    /** Returns how many files fit and are left out: a map cannot hold their names, or they are links that lead nowhere. */
    public long leftOut() {
        return leftOut;
    }

    /** Returns the first of the problems and of what is left out, each a text of a line. */
    public List<String> examples() {
        return List.copyOf(examples);
    }

    /** Whether all was found that there is. */
    public boolean isComplete() {
        return failure == null && problems == 0 && leftOut == 0;
    }

    void failed(String reason) {
        failure = reason;
    }

    void found() {
        files++;
    }

    void problems(long count) {
        problems += count;
    }

    void leftOut(String text) {
        leftOut++;
        example(text);
    }

    /** Takes one of the problems, or of what is left out; the first few are kept. */
    void example(String text) {
        if (examples.size() < MOST_LISTED) {
            examples.add(text);
        }
    }
}
