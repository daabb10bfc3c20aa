package pipeline.cli.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.store.JobTable;
import pipeline.store.settings.JobTables;

class ChangingCommandsTest {

    private static final String AS_FILLED = "success error pending reserved ignore";

    @TempDir
    Path directory;

    private TableTerminal terminal;

    @BeforeEach
    void sit_down() {
        terminal = new TableTerminal(directory);
        terminal.fill();
    }

    @Test
    void retry_makes_what_failed_pending_again() {
        assertThat(terminal.type("jobs", "retry", "-j", "night")).isZero();
        assertThat(terminal.out()).isEqualTo("retried: 1\n");
        assertThat(statuses()).isEqualTo("success pending pending reserved ignore");
    }

    @Test
    void retry_takes_other_finished_jobs_when_they_are_meant() {
        assertThat(terminal.type("jobs", "retry", "1", "5")).isZero();
        assertThat(terminal.type("jobs", "retry", "--status", "success,error")).isZero();
        assertThat(statuses()).isEqualTo("pending pending pending reserved pending");
    }

    @Test
    void retry_by_number_is_all_or_nothing_and_names_what_is_in_the_way() {
        assertThat(terminal.type("jobs", "retry", "2", "3", "4")).isEqualTo(1);
        assertThat(terminal.err())
                .isEqualTo(
                        "pipeline: job 3 is pending, job 4 is reserved; retry is for jobs that are success or error or"
                                + " ignore; nothing was changed\n");
        assertThat(terminal.type("jobs", "retry", "2", "8")).isEqualTo(2);
        assertThat(terminal.type("jobs", "retry", "--status", "reserved")).isEqualTo(2);
        assertThat(statuses()).isEqualTo(AS_FILLED);
    }

    @Test
    void ignore_leaves_jobs_out_and_says_why() {
        assertThat(terminal.type("jobs", "ignore", "--where", "{}", "--reason", "bad data"))
                .isZero();
        assertThat(terminal.out()).isEqualTo("ignored: 2\n");
        assertThat(statuses()).isEqualTo("success ignore ignore reserved ignore");
        terminal.type("jobs", "3", "--keys", "reason", "--output", "tsv");
        assertThat(terminal.out()).endsWith("3\tbad data\n");
    }

    @Test
    void set_changes_how_urgent_jobs_are() {
        assertThat(terminal.type("jobs", "set", "--priority", "1", "3")).isZero();
        assertThat(terminal.out()).isEqualTo("changed: 1\n");
        terminal.type("jobs", "query", "{'priority': 1}", "--keys", "priority", "--output", "jsonl");
        assertThat(terminal.out()).isEqualTo("{\"job_id\":3,\"priority\":1}\n");
        assertThat(terminal.type("jobs", "set", "--priority", "256", "3")).isEqualTo(2);
        assertThat(terminal.type("jobs", "set", "3")).isEqualTo(2);
    }

    @Test
    void clear_deletes_what_failed_after_asking() {
        terminal.answer("y");

        assertThat(terminal.type("jobs", "clear", "-j", "night")).isZero();
        assertThat(terminal.err())
                .isEqualTo("to be deleted, with all their attempts:\n  calibrate -j night: 1 error\n"
                        + "Delete 1 of them? [y/N] ");
        assertThat(terminal.out()).isEqualTo("cleared: 1\n");
        assertThat(statuses()).isEqualTo("success pending reserved ignore");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n", "x", "no"})
    void nothing_is_deleted_unless_the_answer_is_yes(String answer) {
        terminal.answer(answer);

        assertThat(terminal.type("jobs", "purge", "--where", "{}")).isZero();
        assertThat(terminal.err()).endsWith("nothing was deleted\n");
        assertThat(statuses()).isEqualTo(AS_FILLED);
    }

    @Test
    void nothing_is_deleted_when_nobody_can_be_asked() {
        assertThat(terminal.type("jobs", "purge", "--where", "{}")).isEqualTo(2);
        assertThat(terminal.err()).contains("1 success, 1 error, 1 ignore", "--yes deletes without asking");
        assertThat(statuses()).isEqualTo(AS_FILLED);
    }

    @Test
    void purge_deletes_finished_jobs() {
        assertThat(terminal.type("jobs", "purge", "--status", "success", "--where", "{}", "--yes"))
                .isZero();
        assertThat(terminal.out()).isEqualTo("purged: 1\n");
        assertThat(statuses()).isEqualTo("error pending reserved ignore");
    }

    @Test
    void compact_is_refused_while_masters_live_and_else_says_how_large_the_table_was_and_is() {
        assertThat(terminal.type("jobs", "compact")).isEqualTo(1);
        assertThat(terminal.err()).contains("of its masters and workers live", "pipeline connections");
        try (JobTable table = JobTables.inFile(terminal.file())) {
            table.members(false).forEach(member -> table.leave(member.id()));
        }
        assertThat(terminal.type("jobs", "compact")).isZero();
        assertThat(terminal.out()).matches("before: \\d+\\.\\d MB, after: \\d+\\.\\d MB\n");
        assertThat(statuses()).isEqualTo("success error pending pending ignore");
    }

    @Test
    void purge_by_number_is_all_or_nothing() {
        assertThat(terminal.type("jobs", "purge", "1", "4", "--yes")).isEqualTo(1);
        assertThat(terminal.err()).contains("job 4 is reserved");
        assertThat(statuses()).isEqualTo(AS_FILLED);
        assertThat(terminal.type("jobs", "purge", "1", "2", "--yes")).isZero();
        assertThat(statuses()).isEqualTo("pending reserved ignore");
    }

    @Test
    void purge_leaves_what_is_young() {
        assertThat(terminal.type("jobs", "purge", "--older-than", "1h", "--yes"))
                .isZero();
        assertThat(terminal.err()).isEqualTo("no jobs fit; nothing was deleted\n");
        assertThat(statuses()).isEqualTo(AS_FILLED);
        assertThat(terminal.type("jobs", "purge", "--older-than", "soon")).isEqualTo(2);
        assertThat(terminal.err()).contains("--older-than must be a time above zero such as");
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "ignore", "clear", "purge", "set --priority 3"})
    void a_change_must_say_which_jobs(String command) {
        assertThat(terminal.type(("jobs " + command).split(" ", -1))).isEqualTo(2);
        assertThat(terminal.err()).contains("say which jobs: by number, or with -j");
        assertThat(statuses()).isEqualTo(AS_FILLED);
    }

    @Test
    void a_refresh_without_a_recipe_frees_what_the_dead_had_reserved() {
        assertThat(terminal.type("jobs", "refresh")).isZero();
        assertThat(terminal.out()).matches("added: 0, removed: 0, re_pended: 0, orphaned: \\d\n");
        assertThat(terminal.err()).isEqualTo("no recipe is named, so only orphans are freed\n");
        assertThat(terminal.type("jobs", "refresh", "-c", "none.cfg")).isEqualTo(3);
    }

    private String statuses() {
        TableTerminal reader = new TableTerminal(directory);
        reader.type("jobs", "--keys", "status", "--output", "tsv");
        return reader.out()
                .replaceAll("(?m)^.*\t", "")
                .replace('\n', ' ')
                .strip()
                .replaceFirst("^status ", "");
    }
}
