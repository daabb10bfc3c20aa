package pipeline.scan;

import java.util.List;

/** What a search is for. */
public enum FileKind {
    /** Files and directories: a Measurement Set is a directory. */
    ANY,
    FILE,
    DIRECTORY;

    /** Returns the test of {@code find} for it. */
    List<String> test() {
        return switch (this) {
            case ANY -> List.of();
            case FILE -> List.of("!", "-type", "d");
            case DIRECTORY -> List.of("-type", "d");
        };
    }
}
