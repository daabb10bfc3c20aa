package pipeline.remote.sshconfig;

import java.nio.file.Path;

/** Paths that may begin with {@code ~}, the home directory. */
final class HomePath {

    private HomePath() {}

    /** Gives the path; relative ones stay relative. */
    static Path of(String text, Path home) {
        if (text.equals("~")) {
            return home;
        }
        return text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text);
    }
}
