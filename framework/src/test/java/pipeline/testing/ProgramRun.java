package pipeline.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a program of the system did when a test ran it to its end, with an empty standard input. */
public record ProgramRun(int exitCode, String out, String err) {

    private static final int LIMIT_SECONDS = 60;

    /** Runs the program and waits for its end, 60 s at most. */
    public static ProgramRun of(RequiredProgram program, String... arguments) {
        return of(program, Map.of(), arguments);
    }

    /** Runs the program with these variables on top of the environment of the test. */
    public static ProgramRun of(RequiredProgram program, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.path().toString()));
        command.addAll(List.of(arguments));
        try {
            return run(command, environment);
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + command + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }

    /** Returns the run itself when the exit code is 0, and fails with both outputs otherwise. */
    public ProgramRun orFail(String what) {
        if (exitCode != 0) {
            throw new IllegalStateException(what + " failed with exit code " + exitCode + ": " + err + out);
        }
        return this;
    }

    private static ProgramRun run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        // files, because pipes would need a thread each
        Path out = Files.createTempFile("program", ".out");
        Path err = Files.createTempFile("program", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException(
                        command + " did not end within " + LIMIT_SECONDS + " s; it said: " + text(err) + text(out));
            }
            return new ProgramRun(process.exitValue(), text(out), text(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
