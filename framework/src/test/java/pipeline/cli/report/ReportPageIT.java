package pipeline.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.jobs.TableTerminal;
import pipeline.job.ComputeJob;
import pipeline.report.SampleRun;
import pipeline.testing.Chromium;
import pipeline.testing.LeakCheck;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

/** The page of a report as a browser shows it, beside what the table says. */
@ExtendWith(LeakCheck.class)
class ReportPageIT {

    private static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "</script><script>alert(2)</script>",
            "<img src=x onerror=alert(3)>.wav",
            "\" autofocus onfocus=\"alert(4)",
            "<!--<script>",
            "\u001b]0;owned\u0007\u001b[31mred.ms",
            "night\u202Egnp.exe",
            "javascript:alert(5)",
            "{{data}} ${7*7} %s",
            "=cmd|' /C calc'!A0");

    @TempDir
    static Path directory;

    private static Chromium browser;
    private static TableTerminal terminal;

    @BeforeAll
    static void start() throws Exception {
        browser = Chromium.start();
        terminal = new TableTerminal(directory);
        new SampleRun(terminal.file(), directory.resolve("out")).fill(3000, 30);
        assertThat(terminal.type("report", "-j", "night", "-o", "night.html")).isZero();
        TableTerminal few = new TableTerminal(Files.createDirectories(directory.resolve("few")));
        few.fill();
        assertThat(few.type("report", "-j", "night", "-o", "../few.html")).isZero();
    }

    @AfterAll
    static void end() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void the_page_shows_what_the_table_says_and_loads_nothing() throws IOException {
        browser.open(directory.resolve("night.html"), "light");
        JsonNode run = status();
        assertThat(browser.requests())
                .containsExactly(directory.resolve("night.html").toUri().toString());
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.texts("h1")).containsExactly("night");
        assertThat(browser.texts("#state")).containsExactly(run.path("state").stringValue());
        assertThat(browser.texts("#counts > div"))
                .contains("Jobs\n3,000", "Done\n" + number(run.path("jobs").path("done")))
                .contains("Failed\n" + number(run.path("jobs").path("failed")))
                .contains("Parked\n" + number(run.path("jobs").path("parked")));
        List<String> causes = new ArrayList<>();
        run.path("failures").forEach(group -> causes.add(group.path("cause").stringValue()));
        assertThat(browser.texts("#failures .cause")).isEqualTo(causes);
        assertThat(browser.texts("#failures pre").get(0)).endsWith("qc.sh: giving up, see handbook 4.2");
        assertThat(browser.texts("#hosts-table tbody tr")).hasSize(30);
        assertThat(browser.evaluate("report.run.attemptCount").intValue()).isGreaterThan(3000);
        terminal.type("slow", "-j", "night", "--limit", "10", "--output", "tsv", "--keys", "job_id");
        assertThat(browser.texts("#slowest-table td:first-child"))
                .isEqualTo(terminal.out()
                        .lines()
                        .skip(1)
                        .map(line -> line.split("\t", -1)[0])
                        .toList());
    }

    @Test
    void the_page_hides_nothing_from_keyboards_and_screen_readers() throws IOException {
        for (String scheme : List.of("light", "dark")) {
            // of many rows all are like the first ones, and looking at each takes seconds
            browser.open(directory.resolve("few.html"), scheme);
            assertThat(browser.accessibilityFaults()).as(scheme).isEmpty();
            browser.evaluate("report.open(2)");
            assertThat(browser.accessibilityFaults()).as(scheme).isEmpty();
        }
        browser.evaluate("document.getElementById('details').append(document.createElement('img'))");
        assertThat(browser.accessibilityFaults()).singleElement().asString().startsWith("image-alt: <img>");
    }

    @Test
    void jobs_are_searched_sorted_and_shown_while_few_rows_are_in_the_page() throws IOException {
        browser.open(directory.resolve("night.html"), "dark");
        assertThat(browser.texts("#job-table tbody tr[data-row]")).hasSizeBetween(15, 60);
        assertThat(browser.evaluate("report.jobTable.table.getAttribute('aria-rowcount')")
                        .stringValue())
                .isEqualTo("3001");

        search("obs_01234");
        assertThat(browser.texts("#job-count")).containsExactly("1 of 3,000 jobs");
        assertThat(browser.texts("#job-table td.text")).containsExactly("/data/2026-11/obs_01234.wav");

        search("lce004 space");
        terminal.type(
                "jobs",
                "query",
                "{'host': 'lce004', 'error_message': {'$glob': '*space*'}}",
                "--keys",
                "job_id",
                "--output",
                "tsv");
        long expected = terminal.out().lines().count() - 1;
        assertThat(expected).isPositive();
        assertThat(browser.texts("#job-count").get(0)).isEqualTo(expected + " of 3,000 jobs");

        browser.evaluate("document.querySelectorAll('#failures .card p .plain')[1].click()");
        JsonNode cause = status().path("failures").path(0);
        assertThat(browser.texts("#job-count").get(0))
                .as("%s", cause)
                .isEqualTo(cause.path("jobs").intValue() + " of 3,000 jobs");
        browser.evaluate("document.getElementById('state-filter').value = ''");
        search("no such job anywhere");
        assertThat(browser.texts("#job-table .empty").get(0)).startsWith("No job is like that");
        search("");
        browser.evaluate("document.querySelectorAll('#job-table th button')[5].click()");
        assertThat(browser.texts("#job-table tbody tr[data-place='0'] .plain"))
                .isEqualTo(
                        List.of(browser.texts("#slowest-table td:first-child").get(0)));
        assertThat(browser.evaluate("document.querySelectorAll('#job-table th')[5].ariaSort")
                        .stringValue())
                .isEqualTo("descending");
        browser.evaluate("report.jobTable.box.scrollTop = 1e9; report.jobTable.draw(false)");
        assertThat(browser.texts("#job-table tbody tr[data-place='2999']")).hasSize(1);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void an_attempt_is_found_with_the_mouse_and_with_the_keys() throws IOException {
        browser.open(directory.resolve("night.html"), "light");
        JsonNode place = browser.evaluate(
                "(async () => { const t = report.timeline;"
                        + " document.documentElement.style.scrollBehavior = 'auto'; t.box.scrollIntoView();"
                        + " await new Promise(requestAnimationFrame); const r = t.canvas.getBoundingClientRect(), a = t.run.order[3];"
                        + " return [Math.round(r.left + t.x((t.run.began[a] + t.run.ended[a]) / 2)), Math.round(r.top + t.top(0) + t.lane / 2), t.run.jobs.id[t.run.attempts.job[a]]]; })()");
        int x = place.path(0).intValue();
        int y = place.path(1).intValue();
        browser.drag(x, y, x, y);
        assertThat(browser.texts("#details-title"))
                .containsExactly("Job " + place.path(2).asString());
        assertThat(browser.texts("#details tbody tr")).isNotEmpty();
        browser.evaluate("document.getElementById('details').close()");

        double whole = shownSpan();
        browser.drag(x, y, x + 200, y);
        double zoomed = shownSpan();
        assertThat(zoomed).isLessThan(whole / 3);
        browser.evaluate("report.timeline.box.focus()");
        browser.press("+");
        assertThat(shownSpan()).isLessThan(zoomed);
        browser.press("0");
        assertThat(shownSpan()).isEqualTo(whole);
        browser.press("n");
        browser.press("Enter");
        assertThat(browser.texts("#details-title").get(0)).startsWith("Job ");
        assertThat(browser.evaluate("document.getElementById('details').open").booleanValue())
                .isTrue();
    }

    @Test
    void a_run_that_goes_on_shows_what_runs_and_what_waits() throws IOException {
        browser.open(directory.resolve("few.html"), "dark");
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.texts("#state")).containsExactly("live");
        assertThat(browser.texts("#counts > div"))
                .contains("Jobs\n5", "Done\n1", "Failed\n1", "Running\n1", "Waiting\n1", "Left out\n1");
        assertThat(browser.texts("#legend li")).contains("running", "waiting for its start");
        assertThat(browser.texts("#failures .cause")).containsExactly("no \\x1b[31mflux\\nin beam 2");
        assertThat(browser.texts("#failures pre")).containsExactly("first line\nsecond\tline");
        browser.evaluate("document.querySelector('#job-table tr[data-place=\"3\"] .plain').click()");
        assertThat(browser.texts("#details td:nth-child(5)")).containsExactly("running");
    }

    @Test
    void a_job_takes_so_little_of_the_page_that_100_000_of_them_are_less_than_4_MB() throws IOException {
        long ofTheFrame = Files.size(directory.resolve("few.html"));
        assertThat(ofTheFrame).isLessThan(100_000);
        assertThat((Files.size(directory.resolve("night.html")) - ofTheFrame) / 3000)
                .isBetween(5L, 35L);
    }

    @Test
    void hostile_names_are_texts_and_nothing_else() throws Exception {
        Path place = Files.createDirectories(directory.resolve("hostile"));
        TableTerminal hostile = new TableTerminal(place);
        List<ComputeJob> jobs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String text = HOSTILE.get(i % HOSTILE.size());
            jobs.add(ComputeJob.command("lce%03d".formatted(1 + i % 5), text, text, "file " + i)
                    .label(text));
        }
        new SampleRun(hostile.file(), place.resolve("out")).fill(jobs, 5);
        assertThat(hostile.type("report", "-j", "night", "-o", "night.html")).isZero();
        String page = Files.readString(place.resolve("night.html"));
        assertThat(page).doesNotContain("alert(").doesNotContain("\u001b").doesNotContain("owned");

        browser.open(place.resolve("night.html"), "light");
        browser.evaluate(
                "report.timeline.step(1); report.open = 0; document.querySelectorAll('#job-table .plain')[0].click()");
        assertThat(browser.dialogs()).isEmpty();
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.requests()).hasSize(1);
        assertThat(browser.evaluate("document.querySelectorAll('script, img, iframe, [onerror], [onfocus]').length")
                        .intValue())
                .as("the page's own script")
                .isEqualTo(1);
        assertThat(browser.texts("#job-table td.text").subList(0, HOSTILE.size()))
                .containsExactly(HOSTILE.stream()
                        .map(text -> text.replace("\u001b", "\\x1b")
                                .replace("\u0007", "\\x07")
                                .replace("\u202E", "\\u202e"))
                        .toArray(String[]::new));
        assertThat(browser.evaluate("/[\\u0000-\\u0008\\u001b\\u202e]/.test(document.body.innerText)")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void a_page_that_somebody_changed_does_not_run() throws IOException {
        String page = Files.readString(directory.resolve("night.html"));
        Path changed = directory.resolve("changed.html");
        Files.writeString(
                changed,
                page.replace(
                        "<main",
                        "<script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\"><main"));
        browser.open(changed, "light");
        assertThat(browser.evaluate("document.title").stringValue()).isEqualTo("night · Pipeline report");
        assertThat(browser.errors())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(error -> assertThat(error).contains("Content Security Policy"));
    }

    private static void search(String text) throws IOException {
        browser.evaluate("new Promise(done => { const search = document.getElementById('search'); search.value = "
                + Json.write(Json.tree(text))
                + "; search.dispatchEvent(new Event('input')); setTimeout(done, 120); })");
    }

    private static double shownSpan() throws IOException {
        return browser.evaluate("report.timeline.to - report.timeline.from").doubleValue();
    }

    private static JsonNode status() {
        assertThat(terminal.type("status", "-j", "night", "--output", "json")).isZero();
        return Json.read(terminal.out());
    }

    private static String number(JsonNode value) {
        return "%,d".formatted(value.intValue());
    }
}
