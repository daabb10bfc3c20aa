package pipeline.web;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a browser asks for: {@code /TOKEN/NAME?KEY=VALUE…}. Immutable.
 *
 * @param token the first part of the path
 * @param name the rest of the path
 * @param parameters the last of those that have one name
 */
record WebRequest(String token, String name, Map<String, String> parameters) {

    private static final Pattern OWN_HOST = Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1])(:[0-9]{1,5})?");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

    static WebRequest of(URI uri) {
        String path = uri.getPath() == null ? "/" : uri.getPath();
        String[] parts = path.split("/", 3);
        Map<String, String> parameters = new HashMap<>();
        String query = uri.getRawQuery();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
                }
            }
        }
        return new WebRequest(
                parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "", Map.copyOf(parameters));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /**
     * Returns whether the browser believes to speak to this machine, as it does through {@code ssh -L}; a page of somebody else's that
     * gave its own name this machine's address does not.
     */
    static boolean isForThisMachine(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        return host != null && OWN_HOST.matcher(host).matches() && (origin == null || origin.equals("http://" + host));
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(parameters.get(key));
    }

    /** Returns a number; empty if it is not there or none. */
    Optional<Long> number(String key) {
        return text(key).filter(NUMBER.asMatchPredicate()).map(Long::valueOf);
    }
}
