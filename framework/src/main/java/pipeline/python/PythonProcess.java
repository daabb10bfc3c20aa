package pipeline.python;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import pipeline.text.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The process of one recipe in Python, and the socket over which it and this process exchange JSON lines. One thread receives;
 * any may send. Closing it ends the process with all that it started.
 */
final class PythonProcess implements AutoCloseable {

    /** The module for recipes, as it is called in this program and on Python's path. */
    private static final String MODULE = "pipeline_recipe.py";

    private static final String SOURCE = "recipe";
    private static final String INTERPRETER = "python3";
    private static final int SECONDS_TO_END = 5;
    private static final int LOOK_MILLIS = 50;

    private final Path directory;
    private final Process process;
    private final SocketChannel channel;
    private final BufferedReader lines;

    private PythonProcess(Path directory, Process process, SocketChannel channel) {
        this.directory = directory;
        this.process = process;
        this.channel = channel;
        this.lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    /**
     * Starts a recipe's process and waits until it has connected.
     *
     * @param source what the file held when it was read
     * @throws PythonException if there is no Python, or it ends at once
     */
    static PythonProcess start(Path file, String source) throws PythonException {
        Path directory = null;
        try {
            directory = Files.createTempDirectory("pipeline-python");
            Path module = directory.resolve(MODULE);
            try (InputStream content = PythonProcess.class.getResourceAsStream("/" + MODULE)) {
                if (content == null) {
                    throw new IllegalStateException(MODULE + " is not part of this program");
                }
                Files.copy(content, module);
            }
            Files.writeString(directory.resolve(SOURCE), source);
            return start(file, directory, module);
        } catch (IOException e) {
            remove(directory);
            throw new PythonException("recipe %s cannot be started: %s".formatted(file, e.getMessage()), e);
        } catch (PythonException e) {
            remove(directory);
            throw e;
        }
    }

    private static PythonProcess start(Path file, Path directory, Path module) throws IOException, PythonException {
        Path address = directory.resolve("master");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(address));
            server.configureBlocking(false);
            ProcessBuilder builder = new ProcessBuilder(
                            INTERPRETER,
                            module.toString(),
                            file.toString(),
                            directory.resolve(SOURCE).toString(),
                            address.toString())
                    .redirectInput(Path.of("/dev/null").toFile());
            builder.environment().merge("PYTHONPATH", directory.toString(), (own, ours) -> ours + ":" + own);
            builder.environment().put("PYTHONUNBUFFERED", "1");
            builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
            builder.environment().put("PYTHONIOENCODING", "utf-8:backslashreplace");
            Process process;
            try {
                process = builder.start();
            } catch (IOException e) {
                throw new PythonException(
                        "recipe %s needs %s, which cannot be started (%s); install Python 3.6 or newer"
                                .formatted(file, INTERPRETER, e.getMessage()),
                        e);
            }
            try {
                return new PythonProcess(directory, process, accept(server, process, file));
            } catch (IOException | PythonException | RuntimeException e) {
                process.destroyForcibly();
                throw e;
            }
        }
    }

    /** It connects at once, or ends because it cannot. */
    private static SocketChannel accept(ServerSocketChannel server, Process process, Path file)
            throws IOException, PythonException {
        while (true) {
            boolean hasEnded = !process.isAlive();
            SocketChannel channel = server.accept();
            if (channel != null) {
                channel.configureBlocking(true);
                return channel;
            }
            try {
                if (hasEnded) {
                    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                    throw new PythonException(
                            "recipe %s cannot be started: %s ended with %d%s"
                                    .formatted(
                                            file, INTERPRETER, process.exitValue(), said.isEmpty() ? "" : ": " + said),
                            "");
                }
                process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    /** Returns what the recipe prints, to be read to its end. */
    InputStream stdout() {
        return process.getInputStream();
    }

    /** Returns what the recipe prints to standard error, to be read to its end. */
    InputStream stderr() {
        return process.getErrorStream();
    }

    /**
     * Returns the next message; null if the process has ended or hung up.
     *
     * @throws IOException if it sent what is no message
     * @throws java.nio.channels.ClosedByInterruptException if the calling thread is interrupted
     */
    @Nullable
    JsonNode receive() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            return null;
        }
        try {
            return Json.read(line);
        } catch (JacksonException e) {
            throw new IOException("the recipe's process sent what is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Sends a message; one to a process that has ended is lost. */
    void send(Map<String, @Nullable Object> message) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((Json.write(Json.tree(message)) + "\n").getBytes(StandardCharsets.UTF_8));
        synchronized (channel) {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        }
    }

    /** Waits for the end of the process and returns how it ended; it is ended if it takes long. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
            end();
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        end();
        try {
            channel.close();
        } catch (IOException e) {
            // nothing more is read or written
        } finally {
            remove(directory);
        }
    }

    private void end() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        // the kernel may take its time, but what is killed runs no more
        process.onExit()
                .completeOnTimeout(process, SECONDS_TO_END, TimeUnit.SECONDS)
                .join();
    }

    private static void remove(@Nullable Path directory) {
        if (directory == null) {
            return;
        }
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // a file of a few kilobytes stays in the temporary directory
        }
    }
}
