package pipeline.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.report.RunPage;
import pipeline.store.ProcessIdentity;

/**
 * Serves runs as pages on a port of this machine alone, for those who know the token. It reads, and does nothing else unless actions
 * were given to it. Thread-safe.
 */
public final class RunWebServer implements AutoCloseable {

    private static final Logger LOGGER = LogManager.getLogger(RunWebServer.class);

    /** Each holds a thread and a connection. */
    private static final int MOST_VIEWERS = 64;

    private static final int MOST_BYTES_OF_OUTPUT = 256 * 1024;
    private static final int BACKLOG = 50;
    private static final String BEARER = "Bearer ";

    private final RunSource source;
    private final AccessToken token;
    private final RunFeeds feeds;
    private final ActionHandler actions;
    private final HttpServer server;
    private final ExecutorService threads;
    private final Semaphore viewers = new Semaphore(MOST_VIEWERS);

    private RunWebServer(HttpServer server, RunSource source, AccessToken token, Optional<RunActions> actions) {
        this.server = server;
        this.source = source;
        this.token = token;
        this.feeds = new RunFeeds(source);
        this.actions = new ActionHandler(actions);
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "page-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts it.
     *
     * @param port 0 for any that is free
     * @param actions what may be done from a page; empty for nothing
     * @throws IOException if the port cannot be had
     */
    public static RunWebServer start(RunSource source, AccessToken token, int port, Optional<RunActions> actions)
            throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        RunWebServer server = new RunWebServer(http, source, token, actions);
        http.createContext("/", server::handle);
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /**
     * Returns what to open in a browser; who has it sees all.
     *
     * @param jobName of the run to show; null for all runs
     */
    public String url(@Nullable String jobName) {
        return "http://127.0.0.1:%d/%s/%s"
                .formatted(
                        port(),
                        token.word(),
                        jobName == null ? "" : "?job=" + URLEncoder.encode(jobName, StandardCharsets.UTF_8));
    }

    /** Returns the command that brings the port to another machine, where the same address then works. */
    public String tunnel() {
        return "ssh -N -L %d:127.0.0.1:%d %s, then the same address"
                .formatted(port(), port(), ProcessIdentity.ofThisProcess().machine());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            WebReply reply = new WebReply(exchange);
            WebRequest request = WebRequest.of(exchange.getRequestURI());
            if (!WebRequest.isForThisMachine(exchange)) {
                reply.refuse(403, "this page is for browsers that open it at 127.0.0.1 or localhost");
            } else if (exchange.getRequestURI().getPath().equals("/metrics") && hasBearer(exchange)) {
                reply.send(200, OpenMetricsText.TYPE, OpenMetricsText.of(source.runs()));
            } else if (!token.is(request.token())) {
                reply.refuse(403, "the address must hold the token that was printed when the server started");
            } else {
                answer(exchange, request, reply);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean hasBearer(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        return given != null && given.startsWith(BEARER) && token.is(given.substring(BEARER.length()));
    }

    private void answer(HttpExchange exchange, WebRequest request, WebReply reply)
            throws IOException, InterruptedException {
        String method = exchange.getRequestMethod();
        boolean isAction = request.name().equals(ActionHandler.NAME);
        if (isAction ? !method.equals("POST") : !method.equals("GET") && !method.equals("HEAD")) {
            reply.refuse(405, method + " is not for this address");
            return;
        }
        try {
            switch (request.name()) {
                case "" -> page(exchange, request, reply);
                case "runs" -> reply.send(source.runs());
                case "data" -> data(request, reply);
                case "events" -> events(exchange, request, reply);
                case "output" -> output(exchange, request, reply);
                case "metrics" -> reply.send(200, OpenMetricsText.TYPE, OpenMetricsText.of(source.runs()));
                case ActionHandler.NAME -> actions.handle(exchange, reply);
                default -> reply.refuse(404, "there is no " + request.name() + " here");
            }
        } catch (RuntimeException e) {
            LOGGER.debug("a page could not be answered", e);
            if (exchange.getResponseCode() < 0) {
                reply.refuse(503, String.valueOf(e.getMessage()));
            }
        }
    }

    private void page(HttpExchange exchange, WebRequest request, WebReply reply) throws IOException {
        if (!exchange.getRequestURI().getPath().endsWith("/")) {
            exchange.getResponseHeaders()
                    .set("Location", exchange.getRequestURI().getPath() + "/");
            reply.send(308, WebReply.TEXT, "");
            return;
        }
        RunPage page = request.text("job").isPresent() ? RunPage.live(actions.isAllowed()) : RunPage.listOfRuns();
        reply.send(200, WebReply.HTML, page.html());
    }

    private void data(WebRequest request, WebReply reply) throws IOException {
        Optional<RunFeed> entered = feeds.enter(request.text("job").orElse(""));
        if (entered.isEmpty()) {
            reply.refuse(404, "no job has this name");
            return;
        }
        RunFeed feed = entered.get();
        try {
            RunFeed.Snapshot last = feed.last();
            reply.sendLong(WebReply.JSON, out -> write(out, last));
        } finally {
            feed.leave();
        }
    }

    private static void write(OutputStream out, RunFeed.Snapshot snapshot) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writer.write("{\"revision\":" + snapshot.revision() + ",\"page\":");
        RunPage.writeData(writer, snapshot.moment().summary(), snapshot.moment().columns());
        writer.write("}");
        writer.flush();
    }

    private void events(HttpExchange exchange, WebRequest request, WebReply reply)
            throws IOException, InterruptedException {
        if (!viewers.tryAcquire()) {
            reply.refuse(503, "%d pages follow runs here already; close some".formatted(MOST_VIEWERS));
            return;
        }
        try {
            Optional<RunFeed> entered = feeds.enter(request.text("job").orElse(""));
            if (entered.isEmpty()) {
                reply.refuse(404, "no job has this name");
                return;
            }
            try {
                new EventStream(exchange, entered.get())
                        .run(request.number("after").orElse(0L));
            } finally {
                entered.get().leave();
            }
        } finally {
            viewers.release();
        }
    }

    private void output(HttpExchange exchange, WebRequest request, WebReply reply) throws IOException {
        Optional<Long> job = request.number("job");
        Optional<Long> attempt = request.number("attempt");
        if (job.isEmpty() || attempt.isEmpty()) {
            reply.refuse(400, "job and attempt must be numbers");
            return;
        }
        RunSource.OutputKind stream = request.text("stream").orElse("").equals("stderr")
                ? RunSource.OutputKind.STDERR
                : RunSource.OutputKind.STDOUT;
        Optional<RunSource.OutputPart> part = source.output(
                job.get(),
                (int) Math.min(Integer.MAX_VALUE, attempt.get()),
                stream,
                request.number("from").orElse(0L),
                MOST_BYTES_OF_OUTPUT);
        if (part.isEmpty()) {
            reply.refuse(
                    404,
                    "nothing is here of what it printed to standard "
                            + (stream == RunSource.OutputKind.STDERR ? "error" : "output"));
            return;
        }
        exchange.getResponseHeaders()
                .set("X-Output-From", String.valueOf(part.get().from()));
        exchange.getResponseHeaders()
                .set("X-Output-Size", String.valueOf(part.get().size()));
        byte[] bytes = new byte[part.get().bytes().remaining()];
        part.get().bytes().get(bytes);
        reply.send(200, "application/octet-stream", bytes);
    }

    /** Ends it at once; pages notice and try again until somebody closes them. */
    @Override
    public void close() {
        feeds.close();
        threads.shutdownNow();
        server.stop(0);
    }
}
