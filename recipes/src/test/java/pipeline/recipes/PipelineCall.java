package pipeline.recipes;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pipeline.cli.MainInThisJvm;

/**
 * The command as {@link PipelineProcess} runs it, but in the JVM of the test, which takes a fraction of the time. For tests of what
 * a command does; signals, pipes, the end of the process and Java's options need a process.
 */
public final class PipelineCall {

    private final int exitCode;
    private final String out;
    private final String err;

    private PipelineCall(int exitCode, String out, String err) {
        this.exitCode = exitCode;
        this.out = out;
        this.err = err;
    }

    /** Runs it in a directory, which is its home too. */
    public static PipelineCall run(Path directory, String... words) throws IOException {
        return run(directory, Map.of(), words);
    }

    /** Runs it with more variables in its environment. */
    static PipelineCall run(Path directory, Map<String, String> environment, String... words) throws IOException {
        Map<String, String> all = new HashMap<>(System.getenv());
        all.keySet().removeIf(name -> name.startsWith("XDG_"));
        all.putAll(Map.of("HOME", directory.toString(), "LC_ALL", "C.UTF-8"));
        all.putAll(environment);
        Path out = Files.createTempFile(directory, "stdout", "");
        Path err = Files.createTempFile(directory, "stderr", "");
        int exitCode;
        try (PrintStream outStream = printer(out);
                PrintStream errStream = printer(err)) {
            exitCode = MainInThisJvm.run(List.of(words), outStream, errStream, directory, all);
        }
        return new PipelineCall(exitCode, text(out), text(err));
    }

    private static PrintStream printer(Path file) throws IOException {
        OutputStream stream = Files.newOutputStream(file);
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    public int exitCode() {
        return exitCode;
    }

    public String out() {
        return out;
    }

    public String err() {
        return err;
    }
}
