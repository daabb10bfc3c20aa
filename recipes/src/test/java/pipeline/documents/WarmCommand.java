package pipeline.documents;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import pipeline.cli.MainInThisJvm;
import pipeline.recipes.PipelineProcess;
import pipeline.text.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The command in one process for many calls, with a directory and variables of its own: each call after the first takes a fraction of
 * the time of a start. Not thread-safe.
 */
final class WarmCommand implements AutoCloseable {

    private static final long LIMIT_SECONDS = 180;

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream calls;

    /** Starts the process, which then waits for calls; what they print comes into a file. */
    WarmCommand(Path directory, Map<String, String> variables, Path output) throws IOException {
        List<String> command = new ArrayList<>(PipelineProcess.warmJava());
        command.addAll(List.of(WarmCommand.class.getName(), output.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().remove("SSH_AUTH_SOCK");
        builder.environment().putAll(variables);
        this.process = builder.start();
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.calls = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Runs the command with these words and returns its exit status. */
    int run(List<String> words) throws InterruptedException, ExecutionException {
        ArrayNode call = JsonNodeFactory.instance.arrayNode();
        words.forEach(call::add);
        calls.println(Json.write(call));
        FutureTask<String> answer = new FutureTask<>(answers::readLine);
        Thread reader = new Thread(answer, "answer");
        reader.setDaemon(true);
        reader.start();
        try {
            return Integer.parseInt(answer.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError("did not end within " + LIMIT_SECONDS + " s: " + words, e);
        }
    }

    /** Does what each line of standard input asks for until it ends; the argument is the file for what is printed. */
    public static void main(String[] args) throws IOException {
        PrintStream answers = System.out;
        // what prints beside the command is not an answer
        System.setOut(System.err);
        BufferedReader calls = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = calls.readLine(); line != null; line = calls.readLine()) {
            List<String> words = new ArrayList<>();
            Json.read(line).forEach(word -> words.add(word.stringValue()));
            int status;
            try (PrintStream printed =
                    new PrintStream(Files.newOutputStream(Path.of(args[0])), true, StandardCharsets.UTF_8)) {
                status = MainInThisJvm.run(words, printed, printed, Path.of("").toAbsolutePath(), System.getenv());
            }
            answers.println(status);
        }
        System.exit(0);
    }

    /** Waits for the end of the process, which comes after the last call. */
    @Override
    public void close() {
        calls.close();
        process.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }
}
