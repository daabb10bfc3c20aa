package pipeline.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import pipeline.text.MessageText;
import pipeline.text.VisibleText;

/** A command that prints the hosts of a group, whose name it finds in the variable {@code GROUP}. */
final class GroupSource {

    private static final int LIMIT_SECONDS = 30;
    private static final int LARGEST = 16 << 20;

    private final String name;
    private final String command;

    GroupSource(String name, String command) {
        this.name = name;
        this.command = command;
    }

    /**
     * Returns what it prints, with commas between the words.
     *
     * @throws IllegalArgumentException if it fails, prints nothing, or takes longer than 30 s
     */
    String hosts(String group) {
        try {
            Path output = Files.createTempFile("pipeline-group-", ".tmp");
            try {
                return hosts(group, output);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the command of " + name + " cannot be run (" + e.getMessage() + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalArgumentException("interrupted while the command of " + name + " ran", e);
        }
    }

    private String hosts(String group, Path output) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", command));
        builder.environment().put("GROUP", group);
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IllegalArgumentException(
                    "the command of %s did not end within %d s".formatted(name, LIMIT_SECONDS));
        }
        String printed;
        try (InputStream in = Files.newInputStream(output)) {
            printed = new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
        }
        String hosts = printed.strip().replaceAll("[\\s,]+", ",");
        if (process.exitValue() != 0 || hosts.isEmpty()) {
            throw new IllegalArgumentException("the command of %s ended with code %d and printed %s"
                    .formatted(
                            name,
                            process.exitValue(),
                            hosts.isEmpty() ? "nothing" : VisibleText.line(MessageText.shortened(printed.strip()))));
        }
        return hosts;
    }
}
