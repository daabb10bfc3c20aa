package pipeline.cli.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hooks that are real commands and a real server. */
class HookDeliveryIT {

    private static final String JSON = "{\"event\":\"end\"}\n";

    @TempDir
    Path directory;

    private void deliver(String hook, Duration limit) throws IOException, InterruptedException {
        new HookDelivery(directory, limit).deliver(NotificationHook.parse(hook).orElseThrow(), JSON);
    }

    @Test
    void a_command_gets_it_on_standard_input_where_the_run_was_started() throws Exception {
        deliver("cmd:cat > told.json", Duration.ofSeconds(10));

        assertThat(Files.readString(directory.resolve("told.json"))).isEqualTo(JSON);
        deliver("cmd:true", Duration.ofSeconds(10));
        assertThatThrownBy(() -> deliver("cmd:exit 3", Duration.ofSeconds(10))).hasMessage("ended with exit code 3");
    }

    @Test
    void a_command_that_hangs_is_killed_with_its_children() {
        assertThatThrownBy(() -> deliver("cmd:sleep 4711 & wait", Duration.ofMillis(200)))
                .hasMessageContaining("and is killed");
        await().until(() -> ProcessHandle.current().descendants().findAny().isEmpty());
    }

    @Test
    void a_server_gets_it_by_post_and_its_refusal_is_reported() throws Exception {
        BlockingQueue<String> got = new ArrayBlockingQueue<>(10);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/hook", exchange -> {
            got.add(exchange.getRequestMethod() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            boolean isRefused = exchange.getRequestURI().getPath().endsWith("no");
            // otherwise the client of the JDK keeps the connection for some seconds, in case it is needed again
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(isRefused ? 500 : 204, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "webhook:http://127.0.0.1:%d/hook"
                    .formatted(server.getAddress().getPort());
            deliver(url, Duration.ofSeconds(10));
            assertThat(got.poll(10, TimeUnit.SECONDS)).isEqualTo("POST " + JSON);
            assertThatThrownBy(() -> deliver(url + "/no", Duration.ofSeconds(10)))
                    .hasMessage("answered with HTTP status 500");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void what_is_no_hook_is_not_read_as_one() {
        for (String text : new String[] {"", "cmd:", "mail:me", "webhook:example.org", "webhook:ftp://x/y", "true"}) {
            assertThat(NotificationHook.parse(text)).as(text).isEmpty();
        }
        assertThat(NotificationHook.parse("webhook:https://hooks.example.org/T0/secret"))
                .contains(new NotificationHook.Webhook(URI.create("https://hooks.example.org/T0/secret")))
                .get()
                .extracting(NotificationHook::shown)
                .isEqualTo("webhook:https://hooks.example.org");
    }
}
