package pipeline.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Sends one viewer what changes, until the viewer goes or the server ends.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
final class EventStream {

    /** So often something is sent even if there is nothing to say, so that a viewer that is gone is noticed. */
    private static final long HEARTBEAT_MILLIS = 5000;

    private final HttpExchange exchange;
    private final RunFeed feed;

    EventStream(HttpExchange exchange, RunFeed feed) {
        this.exchange = exchange;
        this.feed = feed;
    }

    /**
     * Sends all that comes after a change; returns when the viewer is gone.
     *
     * @throws InterruptedException if the thread is interrupted: the server ends
     */
    void run(long after) throws InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.getResponseHeaders().set("X-Accel-Buffering", "no");
        try {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            long seen = after;
            while (true) {
                RunFeed.News news = feed.after(seen, HEARTBEAT_MILLIS);
                StringBuilder text = new StringBuilder();
                news.texts().forEach(one -> text.append("data: ").append(one).append("\n\n"));
                if (text.isEmpty()) {
                    text.append("event: time\ndata: ")
                            .append(System.currentTimeMillis())
                            .append("\n\n");
                }
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
                out.flush();
                seen = news.revision();
            }
        } catch (IOException e) {
            // the viewer is gone
        }
    }
}
