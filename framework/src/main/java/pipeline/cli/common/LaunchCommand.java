package pipeline.cli.common;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.text.ShellQuoting;

/** How this process was started, as it is typed: a recipe of one's own is found on the class path alone. */
public final class LaunchCommand {

    /** The class that is started. */
    public static final String MAIN = "pipeline.cli.Main";

    /** Set by the launcher to the words that started it. */
    private static final String LAUNCHER = "pipeline.command";

    private LaunchCommand() {}

    public static String ofThisProcess() {
        String classPath = System.getProperty("java.class.path", "");
        return of(
                System.getProperty("sun.java.command", ""),
                classPath,
                Optional.ofNullable(System.getProperty(LAUNCHER)).or(() -> Optional.ofNullable(jarCommand(classPath))));
    }

    /**
     * Returns the words before those of a command: those of the launcher, {@code java} with the jar or with the class path, or
     * {@code pipeline} where nobody knows.
     *
     * @param javaCommand what Java was started with: a class or a jar, and the arguments
     * @param known how it was started, if that is known
     */
    static String of(String javaCommand, String classPath, Optional<String> known) {
        return javaCommand.equals(MAIN) || javaCommand.startsWith(MAIN + " ")
                ? "java -cp %s %s".formatted(ShellQuoting.quote(classPath), MAIN)
                : known.orElse("pipeline");
    }

    /** Returns the command if this class comes from the one jar of the class path. */
    private static @Nullable String jarCommand(String classPath) {
        CodeSource source = LaunchCommand.class.getProtectionDomain().getCodeSource();
        try {
            boolean isJar = source != null
                    && classPath.endsWith(".jar")
                    && Files.isSameFile(Path.of(source.getLocation().toURI()), Path.of(classPath));
            return isJar ? "java -jar " + ShellQuoting.quote(classPath) : null;
        } catch (IOException | URISyntaxException | InvalidPathException | FileSystemNotFoundException e) {
            return null;
        }
    }
}
