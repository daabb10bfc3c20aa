package pipeline.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

/** Answers one request; nothing that is answered is kept by a browser or may be shown inside another page. */
final class WebReply {

    static final String JSON = "application/json; charset=utf-8";
    static final String HTML = "text/html; charset=utf-8";
    static final String TEXT = "text/plain; charset=utf-8";

    /** What writes the body of an answer. */
    @FunctionalInterface
    interface Body {
        void write(OutputStream out) throws IOException;
    }

    private final HttpExchange exchange;

    WebReply(HttpExchange exchange) {
        this.exchange = exchange;
        Headers headers = exchange.getResponseHeaders();
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
    }

    void send(int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean isBodyless = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.sendResponseHeaders(status, isBodyless ? -1 : body.length);
        if (!isBodyless) {
            exchange.getResponseBody().write(body);
        }
    }

    void send(int status, String type, String body) throws IOException {
        send(status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    void send(JsonNode json) throws IOException {
        send(200, JSON, Json.write(json));
    }

    /** Says in one sentence why not. */
    void refuse(int status, String why) throws IOException {
        send(status, JSON, Json.write(Json.tree(Map.of("error", why))));
    }

    /** Sends what may be long, compressed for those who can unpack it, and without holding it in memory. */
    void sendLong(String type, Body body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        boolean isZipped = accepted != null && accepted.contains("gzip");
        if (isZipped) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        OutputStream zipped = isZipped ? new GZIPOutputStream(out, 1 << 16) : out;
        body.write(zipped);
        zipped.close();
    }
}
