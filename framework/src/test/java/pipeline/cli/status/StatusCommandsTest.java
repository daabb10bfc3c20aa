package pipeline.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.jobs.TableTerminal;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

class StatusCommandsTest {

    @TempDir
    Path directory;

    private TableTerminal terminal;

    @BeforeEach
    void sit_down() {
        terminal = new TableTerminal(directory);
        terminal.fill();
    }

    @Test
    void on_a_screen_one_run_takes_no_more_than_the_screen_and_each_part_is_there() {
        terminal.resize(66, 24);
        assertThat(terminal.type("status", "-j", "night")).isZero();
        String[] lines = terminal.out().split("\n", -1);
        assertThat(lines.length).isLessThanOrEqualTo(24);
        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(66));
        assertThat(terminal.out())
                .contains("  60 % of 5 jobs:\n  1 done, 1 failed, 0 parked, 1 running, 1 waiting, 1 left out\n")
                .contains("running now, the longest first:\n  job 4 (")
                .contains("1 job failed:\n  1 job on lce002: job 2: no \\x1b[31mflux\\nin beam 2\n")
                .contains("again, once the run has ended: ");
    }

    @Test
    void all_runs_are_a_line_each() {
        assertThat(terminal.type("status")).isZero();
        assertThat(terminal.out()).hasLineCount(2);
        assertThat(terminal.out().lines().toList().get(1)).matches("night +calibrate +live +60 +1 +1 +0 +1 +1 +5 .*");
    }

    @Test
    void one_run_shows_its_hosts_what_runs_and_what_failed() {
        assertThat(terminal.type("status", "-j", "night")).isZero();
        assertThat(terminal.out())
                .contains("night: calibrate, live for ")
                .contains("  60 % of 5 jobs: 1 done, 1 failed, 0 parked, 1 running, 1 waiting, 1 left out\n")
                .containsPattern("lce001 +ended +0 +0 +0 +1 +0 +1.5 s +1.5 s\n")
                .containsPattern("lce004 +busy +1 +0 ")
                .containsPattern("running now, the longest first:\n  job 4 \\(.* on lce004\\) for ")
                .contains("1 job failed:\n  1 job on lce002: no \\x1b[31mflux\\nin beam 2\n    such as job 2 (")
                .contains(" beam 2 on lce002)\n");
    }

    @Test
    void one_run_is_an_object_for_programs() {
        assertThat(terminal.type("status", "-j", "night", "--output", "json")).isZero();
        JsonNode run = Json.read(terminal.out());
        assertThat(run.path("schema_version").intValue()).isEqualTo(1);
        assertThat(run.path("state").stringValue()).isEqualTo("live");
        assertThat(run.path("jobs").path("failed").intValue()).isEqualTo(1);
        assertThat(run.path("hosts")).hasSize(5);
        assertThat(run.path("running").path(0).path("job_id").intValue()).isEqualTo(4);
        assertThat(run.path("failures").path(0).path("hosts").path(0).stringValue())
                .isEqualTo("lce002");
    }

    @Test
    void a_name_that_no_job_has_is_answered_with_one_that_is_near() {
        assertThat(terminal.type("status", "-j", "nigth")).isEqualTo(1);
        assertThat(terminal.err()).contains("has the name nigth; did you mean night?");
        assertThat(terminal.type("hosts")).isEqualTo(2);
        assertThat(terminal.err()).contains("say which run with -j JOB, such as -j night");
    }

    @Test
    void hosts_and_slow_jobs_are_tables_with_words_for_people_and_numbers_for_programs() {
        assertThat(terminal.type("hosts", "-j", "night")).isZero();
        assertThat(terminal.out()).contains("last_error").containsPattern("lce001 .* 1.5 s +1.5 s");
        assertThat(terminal.type("hosts", "-j", "night", "--output", "tsv", "--keys", "host,median"))
                .isZero();
        assertThat(terminal.out()).contains("lce001\t1.5\n").contains("lce005\t\n");
        assertThat(terminal.type("slow", "-j", "night", "--output", "csv", "--keys", "job_id,duration,times_median"))
                .isZero();
        assertThat(terminal.out()).contains("1,1.5,1.0\r\n");
        assertThat(terminal.type("slow", "-j", "night", "--limit", "1")).isZero();
        assertThat(terminal.out()).hasLineCount(2);
    }

    @Test
    void each_job_is_explained() {
        assertThat(explained(1)).contains("attempt 1 succeeded", "pipeline jobs retry 1");
        assertThat(explained(2)).contains("attempt 1 of 1 failed", "why: no \\x1b[31mflux", "pipeline logs 2 --stderr");
        assertThat(explained(3)).contains("waits for its turn on lce003: 0 jobs run there now, and 0 are before it");
        assertThat(explained(4)).contains("runs for ", "attempt 1", "pipeline logs 4 -f");
        assertThat(explained(5)).contains("is left out: bad weather");
        assertThat(terminal.type("explain", "77")).isEqualTo(1);
        assertThat(terminal.err()).contains("there is no job 77");
        assertThat(terminal.type("explain")).isEqualTo(2);
    }

    private String explained(int job) {
        assertThat(terminal.type("explain", Integer.toString(job))).isZero();
        return terminal.out();
    }

    @Test
    void what_a_job_printed_is_shown_and_found() throws Exception {
        assertThat(terminal.type("logs", "3")).isEqualTo(1);
        assertThat(terminal.err()).contains("job 3 has not started yet; pipeline explain 3 says why");
        Path stderr = directory.resolve("3.qc.err");
        Files.writeString(stderr, "one\nno flux in beam 7\n");
        terminal.fail(3, stderr);

        assertThat(terminal.type("logs", "3")).isZero();
        assertThat(terminal.out()).isEqualTo("==> standard error: " + stderr + " <==\none\nno flux in beam 7\n");
        assertThat(terminal.type("logs", "3", "--stderr")).isZero();
        assertThat(terminal.out()).isEqualTo("one\nno flux in beam 7\n");
        assertThat(terminal.type("logs", "3", "--stdout")).isZero();
        assertThat(terminal.err()).contains("attempt 1 of job 3 printed and logged nothing");
        assertThat(terminal.type("logs", "-j", "night", "--grep", "no flux")).isZero();
        assertThat(terminal.out()).startsWith("job 3 (").endsWith("on lce003): no flux in beam 7\n");
        assertThat(terminal.type("logs", "-j", "night", "--grep", "nowhere")).isEqualTo(1);
        assertThat(terminal.type("logs")).isEqualTo(2);
    }

    @Test
    void without_a_table_nothing_is_wrong() throws Exception {
        Files.createDirectories(directory.resolve("elsewhere"));
        TableTerminal elsewhere = new TableTerminal(directory.resolve("elsewhere"));
        for (String word : new String[] {"status", "hosts", "slow", "logs", "explain"}) {
            assertThat(elsewhere.type(word)).as(word).isZero();
            assertThat(elsewhere.err()).contains("no job table");
        }
    }
}
