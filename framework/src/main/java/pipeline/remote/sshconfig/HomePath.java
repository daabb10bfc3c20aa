package pipeline.remote.sshconfig;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths that may begin with {@code ~} or {@code ~user}, a home directory. */
final class HomePath {

    private HomePath() {}

    /** Returns the text with the home directory in place of the tilde. */
    static String expand(SshConfigLine line, String text, Path home) throws SshConfigException {
        if (!text.startsWith("~")) {
            return text;
        }
        int slash = text.indexOf('/');
        String user = slash < 0 ? text.substring(1) : text.substring(1, slash);
        String rest = slash < 0 ? "" : text.substring(slash);
        if (user.isEmpty()) {
            return home + rest;
        }
        return LocalAccount.homeOf(user)
                        .orElseThrow(() -> new SshConfigException(line.where() + ": there is no user " + user
                                + " whose home directory " + text + " could begin with"))
                + rest;
    }

    /** Returns the path; relative ones stay relative. */
    static Path of(SshConfigLine line, String text) throws SshConfigException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new SshConfigException(
                    line.where() + ": " + text + " cannot be the name of a file (" + e.getReason() + ")");
        }
    }
}
