package pipeline.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.ListedRecipe;
import pipeline.cli.ScriptedRecipe;
import pipeline.cli.Terminal;
import pipeline.cli.engine.EngineFactory;
import pipeline.store.JobNameInUseException;
import pipeline.store.JobTable;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.settings.JobTables;
import pipeline.testing.LeakCheck;

/** Runs that find in the job table what earlier ones left, and the options that say what to do about it. */
@ExtendWith(LeakCheck.class)
class TableRunIT {

    @TempDir
    Path directory;

    private Path ran;
    private Path flag;
    private Terminal terminal;

    @BeforeEach
    void sit_down() throws IOException {
        configure("");
        ran = directory.resolve("ran");
        flag = directory.resolve("flag");
        EngineFactory wiring =
                new EngineFactory(Map.of("HOME", directory.resolve("home").toString()));
        terminal = new Terminal(directory, wiring, List.of(ListedRecipe.class, ScriptedRecipe.class));
    }

    @Test
    void the_same_command_again_runs_only_what_failed() throws Exception {
        assertThat(run(good("a"), bad("b"))).isEqualTo(1);
        assertThat(ran()).containsExactlyInAnyOrder("a", "b");
        Files.createFile(flag);
        assertThat(run(good("a"), bad("b"))).isZero();
        assertThat(terminal.err()).contains("1 of 2 jobs was done before and is not run again");
        assertThat(ran()).containsExactlyInAnyOrder("a", "b", "b");
        assertThat(run(good("a"), bad("b"))).isZero();
        assertThat(ran()).hasSize(3);
    }

    @Test
    void fresh_runs_all_again() throws Exception {
        run(good("a"), good("b"));

        assertThat(terminal.type("listed_recipe", "-j", "x", "--fresh", good("a"), good("b")))
                .isZero();
        assertThat(ran()).containsExactlyInAnyOrder("a", "a", "b", "b");
    }

    @Test
    void errors_are_kept_when_that_is_typed_or_configured() throws Exception {
        run(bad("b"));
        Files.createFile(flag);

        assertThat(terminal.type("listed_recipe", "-j", "x", "--keep-errors", bad("b")))
                .isEqualTo(1);
        configure("keep_errors = true");
        assertThat(run(bad("b"))).isEqualTo(1);
        assertThat(ran()).containsExactly("b");
    }

    @Test
    void max_calls_stops_with_5_and_the_next_run_goes_on() throws Exception {
        assertThat(terminal.type("listed_recipe", "-j", "x", "--max-calls", "1", good("a"), good("b")))
                .isEqualTo(5);
        assertThat(ran()).hasSize(1);
        assertThat(run(good("a"), good("b"))).isZero();
        assertThat(ran()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void no_keep_going_stops_with_5_at_the_first_failure() throws Exception {
        assertThat(terminal.type("listed_recipe", "-j", "x", "--no-keep-going", bad("a"), good("b"), good("c")))
                .isEqualTo(5);
        assertThat(ran()).containsExactly("a");
        assertThat(terminal.type("listed_recipe", "-j", "x", "-k", bad("a"), good("b"), good("c")))
                .isEqualTo(1);
    }

    @Test
    void only_what_is_urgent_enough_is_run() throws Exception {
        assertThat(terminal.type(
                        "listed_recipe", "-j", "x", "--priority", "3", "9:" + good("a"), "1:" + good("b"), good("c")))
                .isEqualTo(5);
        assertThat(ran()).containsExactly("b");
        assertThat(run("9:" + good("a"), "1:" + good("b"), good("c"))).isZero();
        assertThat(ran()).containsExactly("b", "c", "a");
    }

    @Test
    void retries_run_what_failed_again_by_themselves() throws Exception {
        configure("retries = 2");

        assertThat(run(bad("a"))).isEqualTo(1);
        assertThat(ran()).containsExactly("a", "a", "a");
    }

    @Test
    void a_job_name_that_a_living_master_has_is_refused_with_6_unless_both_share_it() throws Exception {
        try (JobTable table = JobTables.inFile(table())) {
            long alone = enter(table, false);
            assertThat(run(good("a"))).isEqualTo(6);
            assertThat(terminal.err()).contains("--share").doesNotContain("\tat ");
            assertThat(ran()).isEmpty();
            table.leave(alone);
            enter(table, true);
            assertThat(terminal.type("listed_recipe", "-j", "x", "--share", good("a")))
                    .isZero();
            assertThat(terminal.type("listed_recipe", "-j", "y", good("b"))).isZero();
        }
    }

    @Test
    void a_table_that_cannot_be_opened_is_3_and_nothing_is_started() throws Exception {
        configure("url = jdbc:sqlite:" + Files.createDirectory(directory.resolve("no_file")));

        assertThat(run(good("a"))).isEqualTo(3);
        assertThat(terminal.err()).contains("no_file").doesNotContain("\tat ");
        assertThat(ran()).isEmpty();
    }

    @Test
    void a_table_in_memory_is_for_one_run_and_cannot_be_shared() throws Exception {
        configure("url = jdbc:sqlite::memory:");

        assertThat(run(good("a"))).isZero();
        assertThat(run(good("a"))).isZero();
        assertThat(ran()).containsExactly("a", "a");
        assertThat(terminal.type("listed_recipe", "-j", "x", "--share", good("a")))
                .isEqualTo(3);
        assertThat(terminal.err()).contains("cannot be shared");
    }

    @Test
    void a_run_deletes_what_is_beyond_the_retention() throws Exception {
        configure("retention = 1 jobs");

        run(good("a"), good("b"), good("c"));
        terminal.type("jobs", "progress", "--keys", "total", "--output", "tsv");
        assertThat(terminal.out()).endsWith("\t1\n");
    }

    @Test
    void a_refresh_adds_removes_and_makes_pending_again() throws Exception {
        String touch = "touch " + flag;

        assertThat(refresh(good("a"), touch)).isEqualTo("added: 2, removed: 0, re_pended: 0, orphaned: 0\n");
        assertThat(refresh(good("a"), touch)).isEqualTo("added: 0, removed: 0, re_pended: 0, orphaned: 0\n");
        assertThat(ran()).isEmpty();
        assertThat(work()).isZero();
        assertThat(refresh("--re-pend", touch)).startsWith("added: 0, removed: 0, re_pended: 0,");
        Files.delete(flag);
        assertThat(refresh("--re-pend", touch)).startsWith("added: 0, removed: 0, re_pended: 1,");
        refresh(good("b"));
        configure("stale_timeout = 1s");
        waitUntilOlderThan(Duration.ofMillis(1100));
        assertThat(refresh(good("c")))
                .as("the touch and b go, the success stays")
                .startsWith("added: 1, removed: 2,");
    }

    @Test
    void a_refresh_gives_new_jobs_their_priority_and_their_time() throws Exception {
        refresh("--priority", "2", "--delay", "1h", good("a"), "7:" + good("b"));
        terminal.type("jobs", "--keys", "priority", "--output", "tsv");

        assertThat(terminal.out()).isEqualTo("job_id\tpriority\n1\t2\n2\t7\n");
        assertThat(work()).isZero();
        assertThat(terminal.out()).startsWith("succeeded: 0, failed: 0, remaining: 2; ");
        assertThat(terminal.type("jobs", "refresh", "listed_recipe", "-j", "x", "--delay", "soon", "a"))
                .isEqualTo(2);
        assertThat(terminal.err()).endsWith("Try: pipeline jobs refresh listed_recipe --help\n");
    }

    @Test
    void a_recipe_without_a_source_is_refreshed_by_freeing_orphans() throws Exception {
        assertThat(terminal.type("jobs", "refresh", "scripted_recipe", "-j", "x"))
                .isZero();
        assertThat(terminal.out()).isEqualTo("added: 0, removed: 0, re_pended: 0, orphaned: 0\n");
        assertThat(terminal.err()).contains("recipe scripted_recipe has no source");
    }

    @Test
    void a_worker_does_what_is_in_the_table_and_says_what_became_of_it() throws Exception {
        refresh(good("a"), bad("b"), good("c"));

        assertThat(work("--max-calls", "1")).as("as a master's").isEqualTo(5);
        assertThat(terminal.out())
                .isEqualTo("succeeded: 1, failed: 0, remaining: 2; as many jobs were taken as may be\n");
        assertThat(work("--processes", "0"))
                .as("as many as there are processors")
                .isEqualTo(1);
        assertThat(terminal.out()).isEqualTo("succeeded: 1, failed: 1, remaining: 0; all is done\n");
        assertThat(terminal.err()).contains("failed: {\"command\":").contains("exit");
        assertThat(work()).as("a worker does not repeat what failed").isZero();
        assertThat(ran()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void a_worker_refreshes_first_when_it_is_reported_what_the_recipe_needs() throws Exception {
        assertThat(terminal.type("work", "listed_recipe", "-j", "x", "--no-refresh", good("a")))
                .isZero();
        assertThat(ran()).isEmpty();
        assertThat(terminal.type("work", "listed_recipe", "-j", "x", good("a"), good("b")))
                .isZero();
        assertThat(terminal.out()).startsWith("succeeded: 2, ");
        assertThat(terminal.type("work", "listed_recipe", "-j", "x", "--refresh"))
                .isEqualTo(2);
    }

    @Test
    void a_worker_takes_only_jobs_of_its_hosts() throws Exception {
        refresh(good("a"));

        assertThat(work("--host", "lce[001-002]")).isZero();
        assertThat(terminal.out())
                .isEqualTo("succeeded: 0, failed: 0, remaining: 0;"
                        + " nothing is left for the hosts of this worker, but 1 job is left for localhost\n");
        assertThat(ran()).isEmpty();
        assertThat(work("--host", "localhost")).isZero();
        assertThat(ran()).containsExactly("a");
    }

    private int run(String... commands) {
        return terminal.type(words(List.of("listed_recipe", "-j", "x"), commands));
    }

    private String refresh(String... words) {
        assertThat(terminal.type(words(List.of("jobs", "refresh", "listed_recipe", "-j", "x"), words)))
                .as(terminal.err())
                .isZero();
        return terminal.out();
    }

    private int work(String... words) {
        return terminal.type(words(List.of("work", "listed_recipe", "-j", "x"), words));
    }

    private static String[] words(List<String> first, String... more) {
        List<String> words = new ArrayList<>(first);
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private String good(String name) {
        return "echo %s >>%s".formatted(name, ran);
    }

    /** Fails until there is a flag. */
    private String bad(String name) {
        return "echo %s >>%s; test -e %s".formatted(name, ran, flag);
    }

    private List<String> ran() throws IOException {
        return Files.exists(ran) ? Files.readAllLines(ran) : List.of();
    }

    private void configure(String jobs) throws IOException {
        Files.writeString(directory.resolve("pipeline.cfg"), "[remote]\nmethod = local\n[jobs]\n" + jobs + "\n");
    }

    private Path table() {
        return directory.resolve("home/.local/state/pipeline/jobs.sqlite");
    }

    private void waitUntilOlderThan(Duration age) throws Exception {
        try (JobTable table = JobTables.inFile(table())) {
            Instant end = table.now().plus(age);
            await().until(() -> table.now().isAfter(end));
        }
    }

    private static long enter(JobTable table, boolean shares) throws JobNameInUseException {
        return table.enter(
                new NewMember(
                        NewMember.Kind.MASTER,
                        "listed_recipe",
                        "x",
                        "pipeline listed_recipe -j x",
                        shares,
                        "",
                        ProcessIdentity.ofThisProcess(),
                        ""),
                Duration.ofMinutes(1));
    }
}
