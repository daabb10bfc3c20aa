package pipeline.remote.connect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.remote.local.LocalSession;
import pipeline.remote.sshconfig.ProxyCommand;
import pipeline.remote.sshconfig.SshHost;
import pipeline.remote.sshconfig.UserShell;
import pipeline.text.VisibleText;
import pipeline.time.Scheduler;

/**
 * A running {@code ProxyCommand}, connected to a port on loopback. The user's shell runs it, as ssh does, but without the
 * master's terminal: it cannot ask questions, and Ctrl-C does not end it before its connection. It has three threads, one for
 * each stream. Thread-safe.
 */
final class ProxyProcess implements IndirectRoute {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.remote");
    private static final int BUFFER_SIZE = 32 << 10;
    private static final int LONGEST_LINE = 400;
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final ServerSocket port;
    private final InetSocketAddress entrance;
    private final Process process;
    private final Scheduler scheduler;
    private final CompletableFuture<Void> errorsRead = new CompletableFuture<>();
    private volatile String lastLine = "";
    private volatile @Nullable Socket connection;
    private volatile boolean closed;

    private ProxyProcess(ServerSocket port, Process process, Scheduler scheduler) {
        this.port = port;
        this.entrance = new InetSocketAddress(port.getInetAddress(), port.getLocalPort());
        this.process = process;
        this.scheduler = scheduler;
    }

    /** Starts the command, and waits for one connection to its port. */
    static ProxyProcess start(SshHost host, ProxyCommand command, Scheduler scheduler) throws IOException {
        ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        try {
            port.setSoTimeout(Math.toIntExact(
                    Math.min(Integer.MAX_VALUE, host.connectTimeout().toMillis())));
            ProxyProcess proxy =
                    new ProxyProcess(port, LocalSession.start(UserShell.path(), command.command()), scheduler);
            proxy.thread("out", proxy::serve);
            proxy.thread("err", proxy::listen);
            return proxy;
        } catch (IOException e) {
            port.close();
            throw e;
        }
    }

    private void thread(String stream, Runnable task) {
        Thread thread = new Thread(task, "ssh-proxy-" + process.pid() + "-" + stream);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public InetSocketAddress entrance() {
        return entrance;
    }

    private void serve() {
        try (port;
                Socket accepted = port.accept()) {
            port.close();
            accepted.setTcpNoDelay(true);
            connection = accepted;
            if (!closed) {
                thread("in", () -> feed(accepted));
                copy(process.getInputStream(), accepted.getOutputStream());
            }
        } catch (IOException e) {
            // one of the two ends is gone, and so is the connection
            LOGGER.debug("a ProxyCommand's output: {}", e.toString());
        }
    }

    private void feed(Socket accepted) {
        try (OutputStream input = process.getOutputStream()) {
            copy(accepted.getInputStream(), input);
        } catch (IOException e) {
            LOGGER.debug("a ProxyCommand's input: {}", e.toString());
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER_SIZE];
        for (int count = from.read(buffer); count > 0; count = from.read(buffer)) {
            to.write(buffer, 0, count);
            to.flush();
        }
    }

    /** Keeps the last line that the command says; lines without end are cut. */
    private void listen() {
        try (BufferedReader errors =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = errors.read(); c >= 0; c = errors.read()) {
                if (c == '\n' || c == '\r') {
                    keep(line);
                } else if (line.length() < LONGEST_LINE) {
                    line.append((char) c);
                }
            }
            keep(line);
        } catch (IOException e) {
            LOGGER.debug("a ProxyCommand's errors: {}", e.toString());
        } finally {
            errorsRead.complete(null);
        }
    }

    private void keep(StringBuilder line) {
        String text = line.toString().strip();
        if (!text.isEmpty()) {
            lastLine = VisibleText.line(text);
        }
        line.setLength(0);
    }

    /** Returns the last line on its standard error; empty if it said nothing. */
    String lastLine() {
        return lastLine;
    }

    /** Returns with what code it has ended by itself; empty if it runs. Waits a moment for one that is about to end. */
    OptionalInt exitCode() {
        boolean hasEnded = scheduler
                .completeOnTimeout(process.onExit().thenApply(ended -> true), false, GRACE)
                .join();
        if (!hasEnded) {
            return OptionalInt.empty();
        }
        scheduler.completeOnTimeout(errorsRead, GRACE).join();
        return OptionalInt.of(process.exitValue());
    }

    /** Ends the command and what it has started, gently first. */
    @Override
    public void close() throws IOException {
        closed = true;
        port.close();
        Socket accepted = connection;
        if (accepted != null) {
            accepted.close();
        }
        ProcessHandle handle = process.toHandle();
        handle.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        var unused = scheduler.failOnTimeout(process.onExit(), GRACE).exceptionally(late -> process.destroyForcibly());
    }
}
