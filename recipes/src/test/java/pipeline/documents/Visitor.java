package pipeline.documents;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Somebody who has just cloned the repository and built it: a home directory of their own, and in it the launcher,
 * pipeline.jar and the examples. Launcher and jar are links to an {@link Installation} that all visitors share.
 */
final class Visitor implements AutoCloseable {

    /** The repository. */
    static final Path ROOT = Path.of(System.getProperty("pipeline.root"));

    private static final String SHOWN_HOME = "/home/you";
    private static final int LIMIT_SECONDS = 180;

    private final Path home;
    private final Map<String, String> variables;

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

    /** Runs lines of sh until one fails, standard output and standard error together. */
    Run sh(String lines) throws Exception {
        Path output = home.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-euc", lines))
                .directory(directory().toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        String java = System.getProperty("java.home");
        environment.remove("SSH_AUTH_SOCK");
        environment.put("JAVA_HOME", java);
        environment.put("PATH", java + "/bin:" + environment.get("PATH"));
        environment.put("HOME", home.toString());
        environment.put("XDG_STATE_HOME", home.resolve(".local/state").toString());
        environment.put("XDG_CONFIG_HOME", home.resolve(".config").toString());
        environment.putAll(variables);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            throw new AssertionError("did not end within " + LIMIT_SECONDS + " s: " + lines);
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        return new Run(process.exitValue(), printed.replace(home.toString(), SHOWN_HOME));
    }

    /** Removes the links, which lead out of the directory. */
    @Override
    public void close() throws IOException {
        Files.delete(directory().resolve("pipeline"));
        Files.delete(directory().resolve("pipeline.jar"));
    }

    private Path directory() {
        return home.resolve("pipeline");
    }
}
