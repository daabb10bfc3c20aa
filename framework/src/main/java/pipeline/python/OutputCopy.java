package pipeline.python;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** Hands on what a process prints, on a thread of its own that ends with the stream. */
final class OutputCopy {

    private static final int BUFFER = 8192;

    /** Takes bytes. */
    interface Sink {
        void write(byte[] bytes, int length) throws IOException;
    }

    private interface Task {
        void run() throws IOException;
    }

    private final Thread thread;

    private OutputCopy(Task task) {
        this.thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // the process was ended, and its stream closed
                    }
                },
                "python-output");
        thread.setDaemon(true);
        thread.start();
    }

    /** Hands on each piece as soon as it is there. */
    static OutputCopy bytes(InputStream from, Sink to) {
        return new OutputCopy(() -> {
            byte[] buffer = new byte[BUFFER];
            for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
                to.write(buffer, length);
            }
        });
    }

    /** Hands on each line. */
    static OutputCopy lines(InputStream from, Consumer<String> to) {
        return new OutputCopy(() -> {
            BufferedReader lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                to.accept(line);
            }
        });
    }

    /** Waits until all is handed on, but no longer than a limit; an interrupt ends the waiting and stays. */
    void awaitEnd(Duration limit) {
        try {
            thread.join(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
