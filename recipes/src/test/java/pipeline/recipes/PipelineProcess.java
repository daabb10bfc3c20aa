package pipeline.recipes;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command as people start it, {@code java -jar pipeline.jar}, in a child process with a home of its own. */
public final class PipelineProcess implements AutoCloseable {

    /** Java as the launcher starts it. */
    static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC");

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Process process;
    private final Path out;
    private final Path err;

    private PipelineProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Returns what starts Java on a main class of the tests that has the jar too, up to the name of the class. */
    public static List<String> warmJava() {
        String jar = System.getProperty("pipeline.jar");
        List<String> command = new ArrayList<>(JAVA);
        command.addAll(ClassArchive.javaOptions());
        // the archive wants the jar in front
        command.addAll(List.of("-cp", jar + ":" + System.getProperty("java.class.path")));
        return command;
    }

    /** Starts it in a directory, which is its home too. */
    static PipelineProcess start(Path directory, String... words) throws IOException {
        return start(directory, Map.of(), words);
    }

    /** Starts it with more variables in its environment. */
    static PipelineProcess start(Path directory, Map<String, String> environment, String... words) throws IOException {
        return start(List.of(), directory, environment, words);
    }

    /** Starts it by way of words that become its process in the end. */
    static PipelineProcess start(List<String> way, Path directory, Map<String, String> environment, String... words)
            throws IOException {
        List<String> command = new ArrayList<>(way);
        // a test in the background of a script has INT ignored, and children would inherit that
        command.addAll(List.of("env", "--default-signal=INT"));
        command.addAll(JAVA);
        command.addAll(ClassArchive.javaOptions());
        command.addAll(List.of("-Dpipeline.command=pipeline", "-jar", System.getProperty("pipeline.jar")));
        command.addAll(Arrays.asList(words));
        Path out = Files.createTempFile(directory, "stdout", "");
        Path err = Files.createTempFile(directory, "stderr", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(Map.of("HOME", directory.toString(), "LC_ALL", "C.UTF-8"));
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
        builder.environment().putAll(environment);
        return new PipelineProcess(builder.start(), out, err);
    }

    /** Starts it and waits for its end. */
    public static PipelineProcess run(Path directory, String... words) throws Exception {
        try (PipelineProcess process = start(directory, words)) {
            process.exitCode();
            return process;
        }
    }

    /** Waits for its end and gives its exit status. */
    public int exitCode() throws Exception {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it did not end within " + LIMIT + "; it said:\n" + err() + out());
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until standard output holds a text. */
    PipelineProcess awaitOut(String text) {
        await().atMost(LIMIT).until(() -> out().contains(text));
        return this;
    }

    /** Waits until standard error holds a text. */
    PipelineProcess awaitErr(String text) {
        await().atMost(LIMIT).until(() -> err().contains(text));
        return this;
    }

    /** Sends a signal, such as {@code INT}. */
    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-s", name, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    public String out() throws IOException {
        return text(out);
    }

    public String err() throws IOException {
        return text(err);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
