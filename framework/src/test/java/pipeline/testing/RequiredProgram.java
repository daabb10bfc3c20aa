package pipeline.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A program of the system that a test cannot do without: where it is missing the test says loudly that it did not run,
 * and fails when {@code CI=true}.
 *
 * @param name its file name
 * @param debianPackage what to install
 */
public record RequiredProgram(String name, String debianPackage) {

    public static final RequiredProgram SSHD = new RequiredProgram("sshd", "openssh-server");
    public static final RequiredProgram SSH = new RequiredProgram("ssh", "openssh-client");
    public static final RequiredProgram SSH_ADD = new RequiredProgram("ssh-add", "openssh-client");
    public static final RequiredProgram SSH_AGENT = new RequiredProgram("ssh-agent", "openssh-client");
    public static final RequiredProgram SSH_KEYGEN = new RequiredProgram("ssh-keygen", "openssh-client");
    public static final RequiredProgram CSH = new RequiredProgram("csh", "tcsh");
    public static final RequiredProgram MARIADBD = new RequiredProgram("mariadbd", "mariadb-server");
    public static final RequiredProgram MARIADB_INSTALL_DB =
            new RequiredProgram("mariadb-install-db", "mariadb-server");
    public static final RequiredProgram MOUNT = new RequiredProgram("mount", "mount");
    public static final RequiredProgram UMOUNT = new RequiredProgram("umount", "mount");
    public static final RequiredProgram IP = new RequiredProgram("ip", "iproute2");
    public static final RequiredProgram FAKETIME = new RequiredProgram("faketime", "faketime");
    public static final RequiredProgram BUSYBOX = new RequiredProgram("busybox", "busybox");
    public static final RequiredProgram DASH = new RequiredProgram("dash", "dash");
    public static final RequiredProgram MKSH = new RequiredProgram("mksh", "mksh");
    public static final RequiredProgram SHELLCHECK = new RequiredProgram("shellcheck", "shellcheck");
    public static final RequiredProgram SH = new RequiredProgram("sh", "dash");
    public static final RequiredProgram SQLITE = new RequiredProgram("sqlite3", "sqlite3");
    public static final RequiredProgram MANDOC = new RequiredProgram("mandoc", "mandoc");
    public static final RequiredProgram BASH = new RequiredProgram("bash", "bash");
    public static final RequiredProgram ZSH = new RequiredProgram("zsh", "zsh");
    public static final RequiredProgram FISH = new RequiredProgram("fish", "fish");
    public static final RequiredProgram CHROMIUM = new RequiredProgram("chromium", "chromium");
    public static final RequiredProgram PYTHON3 = new RequiredProgram("python3", "python3");

    /** Servers live here, often outside of the PATH of ordinary users. */
    private static final List<String> SERVER_DIRECTORIES = List.of("/usr/sbin", "/usr/local/sbin");

    /** Returns the absolute path; where there is none the test ends here, skipped or failed. */
    public Path path() {
        return path(mustRun());
    }

    private static boolean mustRun() {
        return "true".equals(System.getenv("CI"));
    }

    /** Ends the test here, skipped or failed, unless root runs it. */
    public static void root(String why) {
        if (!"root".equals(System.getProperty("user.name"))) {
            notRun("this test needs root: " + why, mustRun());
        }
    }

    Path path(boolean failWhenMissing) {
        Optional<Path> found = found();
        if (found.isPresent()) {
            return found.get();
        }
        return notRun(
                "this test needs the program " + name + ", which is not in PATH; apt-get install " + debianPackage,
                failWhenMissing);
    }

    private static Path notRun(String reason, boolean fails) {
        String message = "NOT RUN: " + reason;
        String line = "*".repeat(message.length() + 4);
        System.err.println(line + "\n* " + message + " *\n" + line);
        if (fails) {
            return Assertions.fail(message);
        }
        return Assumptions.abort(message);
    }

    /** Finds the program; empty where there is none. */
    public Optional<Path> found() {
        List<String> directories =
                new ArrayList<>(List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)));
        directories.addAll(SERVER_DIRECTORIES);
        Stream<Path> candidates = directories.stream()
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, name));
        return candidates.filter(Files::isExecutable).findFirst();
    }
}
