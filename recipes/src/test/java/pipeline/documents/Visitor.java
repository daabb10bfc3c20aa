package pipeline.documents;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has just cloned the repository and built it: a home directory of their own, and in it the launcher,
 * pipeline.jar and the examples. Launcher and jar are links to an {@link Installation} that all visitors share.
 */
final class Visitor implements AutoCloseable {

    /** The repository. */
    static final Path ROOT = Path.of(System.getProperty("pipeline.root"));

    private static final String SHOWN_HOME = "/home/you";
    private static final int LIMIT_SECONDS = 180;
    private static final String COMMAND = "./pipeline ";
    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"$`\\\\]*\"");
    private static final Pattern MORE_THAN_WORDS = Pattern.compile("[|&;<>()$`#]");

    private final Path home;
    private final Map<String, String> variables;
    private @Nullable WarmCommand warm;

    /**
     * Makes one.
     *
     * @param home an empty directory
     * @param variables for what is run, on top of those of the test
     */
    Visitor(Path home, Map<String, String> variables) throws IOException, InterruptedException {
        this.home = home.toRealPath();
        this.variables = variables;
        Path here = Files.createDirectory(directory());
        Path installation = Installation.directory();
        Files.createSymbolicLink(here.resolve("pipeline"), installation.resolve("pipeline"));
        Files.createSymbolicLink(here.resolve("pipeline.jar"), installation.resolve("pipeline.jar"));
        Files.copy(ROOT.resolve("pipeline.cfg.example"), here.resolve("pipeline.cfg.example"));
        try (Stream<Path> maps = Files.walk(ROOT.resolve("mapfiles"))) {
            for (Path path : maps.toList()) {
                Files.copy(path, here.resolve(ROOT.relativize(path).toString()));
            }
        }
    }

    /** What a command did; paths below the home directory are shown below {@code /home/you}. */
    record Run(int exitCode, String printed) {}

    void write(String file, String text) throws IOException {
        Path path = directory().resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /**
     * Runs lines of sh until one fails, standard output and standard error together. Lines of which each is the command with words
     * are run by a {@link WarmCommand}.
     */
    Run type(String lines) throws Exception {
        List<String> commands =
                lines.replaceAll("\\\\\n *", "").lines().map(String::strip).toList();
        if (!commands.stream().allMatch(Visitor::isCommandWithWords)) {
            return sh(lines);
        }
        Path output = home.resolve("printed");
        StringBuilder printed = new StringBuilder();
        for (String command : commands) {
            // the shell makes words of it, as it would for the launcher
            String words = sh("printf '%s\\0' " + command.substring(COMMAND.length()))
                    .printed()
                    .replace(SHOWN_HOME, home.toString());
            if (warm == null) {
                warm = new WarmCommand(directory(), environment(), output);
            }
            int exitCode = warm.run(List.of(words.split("\0")));
            printed.append(Files.readString(output));
            if (exitCode != 0) {
                return new Run(exitCode, shown(printed.toString()));
            }
        }
        return new Run(0, shown(printed.toString()));
    }

    private static boolean isCommandWithWords(String line) {
        return line.startsWith(COMMAND)
                && !MORE_THAN_WORDS.matcher(QUOTED.matcher(line).replaceAll("")).find();
    }

    /** Runs lines of sh until one fails, standard output and standard error together. */
    Run sh(String lines) throws Exception {
        Path output = home.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-euc", lines))
                .directory(directory().toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().remove("SSH_AUTH_SOCK");
        builder.environment().putAll(environment());
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            throw new AssertionError("did not end within " + LIMIT_SECONDS + " s: " + lines);
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        return new Run(process.exitValue(), shown(printed));
    }

    private Map<String, String> environment() {
        String java = System.getProperty("java.home");
        Map<String, String> environment = new HashMap<>(Map.of(
                "JAVA_HOME",
                java,
                "PATH",
                java + "/bin:" + System.getenv("PATH"),
                "HOME",
                home.toString(),
                "XDG_STATE_HOME",
                home.resolve(".local/state").toString(),
                "XDG_CONFIG_HOME",
                home.resolve(".config").toString()));
        environment.putAll(variables);
        return environment;
    }

    private String shown(String printed) {
        return printed.replace(home.toString(), SHOWN_HOME);
    }

    /** Removes the links, which lead out of the directory. */
    @Override
    public void close() throws IOException {
        if (warm != null) {
            warm.close();
        }
        Files.delete(directory().resolve("pipeline"));
        Files.delete(directory().resolve("pipeline.jar"));
    }

    private Path directory() {
        return home.resolve("pipeline");
    }
}
