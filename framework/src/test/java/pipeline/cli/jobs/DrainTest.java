package pipeline.cli.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.store.JobTable;
import pipeline.store.LeftPendingReason;
import pipeline.store.settings.JobTables;

class DrainTest {

    @TempDir
    Path directory;

    private TableTerminal terminal;

    @BeforeEach
    void sit_down() {
        terminal = new TableTerminal(directory);
        terminal.fill();
    }

    @Test
    void hosts_are_drained_listed_and_undrained() {
        assertThat(terminal.type("drain", "lce[001-002]", "lce002,lce007", "--reason", "new disk"))
                .isZero();
        assertThat(terminal.out()).isEqualTo("drained: lce[001-002,007]\n");
        assertThat(terminal.err()).contains("at their next heartbeat, within 10 s");
        assertThat(terminal.type("drain", "lce001", "-j", "night")).isZero();
        assertThat(terminal.type("drain", "--keys", "host,job_name,reason", "--output", "csv"))
                .isZero();
        assertThat(terminal.out().lines())
                .containsExactly(
                        "host,job_name,reason",
                        "lce001,,new disk",
                        "lce001,night,\"\"",
                        "lce002,,new disk",
                        "lce007,,new disk");
        assertThat(terminal.type("undrain", "lce[001-003]")).isZero();
        assertThat(terminal.out()).isEqualTo("undrained: lce[001-002]\n");
        assertThat(terminal.err()).contains("lce003: not drained for all job names\n");
        assertThat(terminal.type("drain", "-j", "night", "--keys", "host", "--output", "tsv"))
                .isZero();
        assertThat(terminal.out()).isEqualTo("host\nlce001\nlce007\n");
    }

    @Test
    void nothing_drained_is_said_and_undraining_it_is_a_failure() {
        assertThat(terminal.type("drain")).isZero();
        assertThat(terminal.err()).startsWith("no host is drained in ");
        assertThat(terminal.type("undrain", "lce001", "-j", "day")).isEqualTo(1);
        assertThat(terminal.err()).isEqualTo("lce001: not drained for job name day\n");
    }

    @Test
    void mistakes_are_reported() {
        assertThat(terminal.type("drain", "lce[1")).isEqualTo(2);
        assertThat(terminal.err()).contains("HOSTS: ").contains("Try: pipeline drain --help");
        assertThat(terminal.type("drain", "--reason", "why")).isEqualTo(2);
        assertThat(terminal.err()).contains("--reason needs hosts to drain");
        assertThat(terminal.type("undrain")).isEqualTo(2);
        assertThat(terminal.err()).contains("HOSTS").contains("Try: pipeline undrain --help");
    }

    @Test
    void the_help_says_what_it_is_for() {
        assertThat(terminal.type("drain", "--help")).isZero();
        assertThat(terminal.out())
                .contains("Usage: pipeline drain [OPTION...] [HOSTS...]", "--reason")
                .doesNotContain("Commands:");
    }

    @Test
    void parked_jobs_are_found_by_a_word() {
        assertThat(terminal.type("jobs", "--parked", "--keys", "job_id", "--output", "tsv"))
                .isZero();
        assertThat(terminal.out()).isEqualTo("job_id\n");
        assertThat(parked(LeftPendingReason.of("the run was hung up (HUP)"))).isEqualTo("job_id\treason\n");
        assertThat(parked("lce003 is down")).isEqualTo("job_id\treason\n3\tlce003 is down\n");
    }

    /** Returns what is listed as parked when the pending job has a reason. */
    private String parked(String reason) {
        try (JobTable table = JobTables.inFile(terminal.file())) {
            assertThat(table.park(List.of(3L), reason)).isEqualTo(1);
        }
        assertThat(terminal.type("jobs", "--parked", "--keys", "reason", "--output", "tsv"))
                .isZero();
        return terminal.out();
    }
}
