package pipeline.cli.events;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Passes a notification to a hook and waits until the hook has it, at most for its time limit. */
final class HookDelivery {

    private static final int FIRST_BAD_STATUS = 300;
    /** In bytes; nobody reads it, but a connection is closed in order only when it is read. */
    private static final long LONGEST_ANSWER = 1 << 16;

    private final Path directory;
    private final Duration limit;

    /**
     * Makes it.
     *
     * @param directory in which commands start
     */
    HookDelivery(Path directory, Duration limit) {
        this.directory = directory;
        this.limit = limit;
    }

    /**
     * Delivers it.
     *
     * @param json the notification
     * @throws IOException if the hook does not take it; the message says why
     */
    void deliver(NotificationHook hook, String json) throws IOException, InterruptedException {
        if (hook instanceof NotificationHook.Command command) {
            run(command.command(), json);
        } else if (hook instanceof NotificationHook.Webhook webhook) {
            post(webhook, json);
        }
    }

    private void run(String command, String json) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            // a notification is smaller than a pipe holds, so this does not wait for the command
            try (OutputStream in = process.getOutputStream()) {
                in.write(json.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // a command need not read it; how it ends is what counts
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("did not end within %d s and is killed".formatted(limit.toSeconds()));
            }
            if (process.exitValue() != 0) {
                throw new IOException("ended with exit code " + process.exitValue());
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The client of the JDK that has no threads of its own. */
    private void post(NotificationHook.Webhook webhook, String json) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) webhook.address().toURL().openConnection();
        int millis = (int) Math.min(limit.toMillis(), Integer.MAX_VALUE);
        connection.setConnectTimeout(millis);
        connection.setReadTimeout(millis);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Connection", "close");
        connection.setDoOutput(true);
        try {
            try (OutputStream out = connection.getOutputStream()) {
                out.write(json.getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            try (InputStream answer =
                    status >= FIRST_BAD_STATUS ? connection.getErrorStream() : connection.getInputStream()) {
                if (answer != null) {
                    answer.skip(LONGEST_ANSWER);
                }
            }
            if (status >= FIRST_BAD_STATUS) {
                throw new IOException("answered with HTTP status " + status);
            }
        } finally {
            connection.disconnect();
        }
    }
}
