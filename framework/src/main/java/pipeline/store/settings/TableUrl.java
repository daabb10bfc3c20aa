package pipeline.store.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import pipeline.store.TableLocation;

/** Checks the URL of a job table as people write it. */
final class TableUrl {

    private static final List<String> SERVERS = List.of("jdbc:postgresql:", "jdbc:mariadb:", "jdbc:mysql:");

    private static final String FORMS = "jdbc:sqlite:FILE, jdbc:sqlite::memory:, jdbc:postgresql://HOST/DATABASE,"
            + " jdbc:mariadb://HOST/DATABASE or jdbc:mysql://HOST/DATABASE";

    private TableUrl() {}

    /**
     * Returns the URL that does not depend on the current directory.
     *
     * @param directory where a relative file lies
     * @param home what a leading {@code ~/} stands for
     * @throws IllegalArgumentException if it is none, or carries a user or password
     */
    static String checked(String text, Path directory, String home) {
        if (text.startsWith(TableLocation.SQLITE)) {
            String file = text.substring(TableLocation.SQLITE.length());
            return file.equals(":memory:") ? text : TableLocation.SQLITE + file(file, directory, home);
        }
        for (String server : SERVERS) {
            if (text.startsWith(server)) {
                refuseLogin(text.substring(server.length()));
                return text;
            }
        }
        throw new IllegalArgumentException("must be " + FORMS + ", but was " + withoutLogin(text));
    }

    private static Path file(String text, Path directory, String home) {
        String expanded = text.startsWith("~/") ? home + text.substring(1) : text;
        if (expanded.isEmpty() || expanded.startsWith(":") || expanded.startsWith("file:") || expanded.contains("?")) {
            throw new IllegalArgumentException(
                    "must be jdbc:sqlite:FILE with the plain name of a file, or jdbc:sqlite::memory:, but was "
                            + TableLocation.SQLITE + text);
        }
        try {
            return directory.resolve(expanded).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("does not name a file of this system (" + e.getReason() + ")", e);
        }
    }

    private static void refuseLogin(String rest) {
        String authority = rest.startsWith("//") ? rest.substring(2).split("[/?]", 2)[0] : "";
        boolean carries = authority.contains("@");
        int question = rest.indexOf('?');
        for (String parameter :
                question < 0 ? new String[0] : rest.substring(question + 1).split("[&;]", -1)) {
            String name = parameter.split("=", 2)[0].toLowerCase(Locale.ROOT);
            carries |= name.equals("user") || name.equals("username") || name.endsWith("password");
        }
        if (carries) {
            throw new IllegalArgumentException(
                    "must not carry a user or password, since it is shown in messages; set user"
                            + " and password_file in [jobs], or PIPELINE_JOBS_USER and PIPELINE_JOBS_PASSWORD in the environment");
        }
    }

    /** All that stands before an @ may be a password. */
    private static String withoutLogin(String text) {
        int from = text.indexOf("//");
        int at = text.lastIndexOf('@');
        String shown = from >= 0 && at > from ? text.substring(0, from + 2) + "..." + text.substring(at) : text;
        return "\"" + shown.replaceAll("(?i)(password=)[^&;]*", "$1...") + "\"";
    }
}
