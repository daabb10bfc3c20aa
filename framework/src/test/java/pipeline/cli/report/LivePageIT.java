package pipeline.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.jobs.TableTerminal;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.JobTable;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.settings.JobTables;
import pipeline.testing.Chromium;
import pipeline.testing.LeakCheck;
import pipeline.web.AccessToken;
import pipeline.web.RunActions;
import pipeline.web.RunWebServer;

/** The page that follows a run, as a browser shows it while the table changes. */
@ExtendWith(LeakCheck.class)
class LivePageIT {

    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    Path directory;

    private static Chromium browser;
    private TableTerminal terminal;
    private JobTable table;
    private RunWebServer server;

    @BeforeAll
    static void open() throws IOException {
        browser = Chromium.start();
    }

    @AfterAll
    static void end() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        terminal = new TableTerminal(directory);
        terminal.fill();
        table = JobTables.inFile(terminal.file());
        server = serve(Optional.empty());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        table.close();
    }

    private RunWebServer serve(Optional<RunActions> actions) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), TOKEN + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return RunWebServer.start(new TableRunSource(table, Duration.ofMinutes(1)), AccessToken.in(file), 0, actions);
    }

    @Test
    void the_page_shows_what_happens_while_it_is_open_and_stays_where_somebody_looks() throws Exception {
        browser.open(server.url("night"), "light");
        assertThat(browser.texts("h1")).containsExactly("night");
        assertThat(browser.texts("#counts > div")).contains("Jobs\n5", "Done\n1", "Failed\n1", "Running\n1");
        awaitTexts("#following", "This page follows the run.");
        browser.evaluate("document.getElementById('search').value = 'lce003';"
                + "document.getElementById('search').dispatchEvent(new Event('input'))");
        awaitTexts("#job-count", "1 of 5 jobs");

        terminal.fail(3, Files.writeString(directory.resolve("3.err"), "one\nNo space left on device\n"));

        awaitTexts("#failures .cause", "no \\x1b[31mflux\\nin beam 2", "exit code 2");
        assertThat(browser.texts("#counts > div")).contains("Failed\n2").doesNotContain("Waiting\n1");
        assertThat(browser.texts("#job-count")).containsExactly("1 of 5 jobs");
        assertThat(browser.texts("#job-table tbody tr[data-row] td:nth-child(4)"))
                .containsExactly("failed");
        assertThat(browser.texts("#hosts-table td.long")).contains("exit code 2");
        assertThat(browser.evaluate("report.run.attemptCount").intValue()).isEqualTo(4);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void what_a_job_prints_is_shown_by_the_part_and_followed() throws Exception {
        Path stderr = Files.writeString(directory.resolve("3.err"), "x".repeat(300_000) + "\n<b>last</b> line\n");
        terminal.fail(3, stderr);
        browser.open(server.url("night"), "dark");
        browser.evaluate("report.open(2); document.querySelector('.output-pane .buttons button').click()");
        await().untilAsserted(() ->
                assertThat(browser.texts("#details .output").get(0)).endsWith("\n<b>last</b> line\n"));
        assertThat(browser.evaluate("document.querySelector('.output').textContent.length")
                        .intValue())
                .isEqualTo(64 * 1024);
        assertThat(browser.accessibilityFaults()).isEmpty();
        Files.writeString(stderr, "one more \u001b]0;owned\u0007\n", StandardOpenOption.APPEND);
        await().untilAsserted(() ->
                assertThat(browser.texts("#details .output").get(0)).endsWith("one more \\x1b]0;owned\\x07\n"));
        browser.evaluate("document.querySelector('.output-pane > .plain').click()");
        await().untilAsserted(() -> assertThat(browser.evaluate("document.querySelector('.output').textContent.length")
                        .intValue())
                .isGreaterThan(2 * 64 * 1024));
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void a_page_that_lost_its_server_says_so_and_goes_on_when_it_is_back() throws Exception {
        browser.open(server.url("night"), "light");
        awaitTexts("#following", "This page follows the run.");
        int port = server.port();
        server.close();
        await().untilAsserted(() ->
                assertThat(browser.texts("#following").get(0)).startsWith("No connection to the server since"));
        table.change(JobEvent.CANCEL, QueryCondition.equal(JobFields.STATUS, JobStatus.PENDING.word()), "enough");
        server = RunWebServer.start(
                new TableRunSource(table, Duration.ofMinutes(1)),
                AccessToken.in(directory.resolve("token")),
                port,
                Optional.empty());
        await().untilAsserted(() -> assertThat(browser.texts("#counts > div")).contains("Failed\n2"));
        awaitTexts("#following", "This page follows the run.");
    }

    @Test
    void the_list_of_runs_leads_to_each() throws Exception {
        browser.open(server.url(null), "light");
        await().untilAsserted(() ->
                assertThat(browser.texts("#runs tbody tr td:first-child")).containsExactly("night"));
        assertThat(browser.accessibilityFaults()).isEmpty();
        assertThat(browser.evaluate("document.querySelector('#runs a').href").stringValue())
                .isEqualTo(server.url("night"));
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void only_who_has_the_token_and_believes_to_speak_to_this_machine_is_answered() throws Exception {
        assertThat(get("/")).startsWith("HTTP/1.1 403");
        assertThat(get("/0123456789abcdee/data?job=night")).startsWith("HTTP/1.1 403");
        assertThat(get("/metrics")).startsWith("HTTP/1.1 403");
        assertThat(get("/" + TOKEN)).startsWith("HTTP/1.1 308");
        assertThat(get("/" + TOKEN + "/data?job=night"))
                .startsWith("HTTP/1.1 200")
                .contains("{\"revision\":");
        assertThat(get("/" + TOKEN + "/data?job=nigth")).startsWith("HTTP/1.1 404");
        assertThat(get("/" + TOKEN + "/output?job=1")).startsWith("HTTP/1.1 400");
        assertThat(get("/" + TOKEN + "/output?job=1&attempt=9")).startsWith("HTTP/1.1 404");
        assertThat(get("/" + TOKEN + "/../etc/passwd")).startsWith("HTTP/1.1 404");
        assertThat(get("/" + TOKEN + "/data?job=%zz%")).startsWith("HTTP/1.1 40");
        assertThat(get("/" + TOKEN + "/data?job=night", "Origin: http://evil.example"))
                .startsWith("HTTP/1.1 403");
        assertThat(send("GET /" + TOKEN + "/runs HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(get("/metrics", "Authorization: Bearer " + TOKEN))
                .contains(
                        "pipeline_jobs{job_name=\"night\",state=\"done\"} 1\n",
                        "pipeline_run_live{job_name=\"night\"} 1\n")
                .contains("# EOF\n");
        assertThat(act("{\"action\":\"retry\",\"job\":2}")).contains("--allow-actions");
        assertThat(table.get(2).orElseThrow().state().status()).isEqualTo(JobStatus.ERROR);
    }

    @Test
    void an_action_needs_more_than_the_address_and_says_what_it_did() throws Exception {
        server.close();
        server = serve(Optional.of(new TableRunActions(table)));
        assertThat(send("POST /" + TOKEN + "/act HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 403");
        assertThat(get("/" + TOKEN + "/act")).startsWith("HTTP/1.1 405");
        assertThat(act("{\"action\":\"retry\",\"job\":3}")).contains("job 3 has not ended");
        assertThat(act("{\"action\":\"retry\",\"job\":77}")).contains("there is no job 77");
        assertThat(act("{")).startsWith("HTTP/1.1 400");
        browser.open(server.url("night"), "light");
        browser.evaluate("report.open(1); for (const i of [1, 2]) document.querySelector('#details .action').click()");
        await().untilAsserted(() -> assertThat(
                        browser.texts("#details .note[role=status]").toString())
                .contains("Job 2 is waiting again"));
        assertThat(table.get(2).orElseThrow().state().status()).isEqualTo(JobStatus.PENDING);
        assertThat(act("{\"action\":\"drain\",\"job_name\":\"night\",\"host\":\"lce004\"}"))
                .contains("Drained");
        awaitTexts("#hosts-table tbody tr:nth-child(4) .action", "Undrain");
        assertThat(act("{\"action\":\"undrain\",\"job_name\":\"night\",\"host\":\"lce001\"}"))
                .startsWith("HTTP/1.1 409");
    }

    private static void awaitTexts(String selector, String... texts) {
        await().untilAsserted(() -> assertThat(browser.texts(selector)).isEqualTo(List.of(texts)));
    }

    private String act(String action) throws IOException {
        return send("POST /%s/act HTTP/1.1\r\nHost: localhost\r\nX-Pipeline-Action: 1\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(TOKEN, action.length(), action));
    }

    private String get(String path, String... headers) throws IOException {
        String more = headers.length == 0 ? "" : headers[0] + "\r\n";
        return send("GET %s HTTP/1.1\r\nHost: localhost:%d\r\n%s\r\n".formatted(path, server.port(), more));
    }

    /** Sends a request as it is and returns the answer, headers and all. */
    private String send(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String closing = request.replaceFirst("\r\n", "\r\nConnection: close\r\n");
            socket.getOutputStream().write(closing.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
