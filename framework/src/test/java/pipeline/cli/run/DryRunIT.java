package pipeline.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.AddingRecipe;
import pipeline.cli.ListedRecipe;
import pipeline.cli.Terminal;
import pipeline.cli.engine.EngineFactory;
import pipeline.job.lifecycle.JobEvent;
import pipeline.store.JobTable;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.settings.JobTables;
import pipeline.testing.LeakCheck;

/** What a dry run says of jobs that earlier runs left in the job table. */
@ExtendWith(LeakCheck.class)
class DryRunIT {

    private static final String TEXT = "localhost: sh -c ";

    @TempDir
    Path directory;

    private Terminal terminal;

    @BeforeEach
    void sit_down() throws IOException {
        configure("");
        EngineFactory wiring =
                new EngineFactory(Map.of("HOME", directory.resolve("home").toString()));
        terminal = new Terminal(directory, wiring, List.of(ListedRecipe.class, AddingRecipe.class));
    }

    @Test
    void without_a_table_all_would_run_and_none_is_made() throws Exception {
        assertThat(dry("true", "9:false")).isZero();
        assertThat(terminal.out()).isEqualTo(TEXT + "true\n" + TEXT + "false\n");
        assertThat(terminal.err()).isEqualTo("dry run: 2 jobs would run; what follows depends on their outcomes\n");
        assertThat(directory.resolve("home")).doesNotExist();
        configure("url = jdbc:sqlite::memory:");
        assertThat(dry("true")).isZero();
    }

    @Test
    void what_would_be_skipped_and_repeated_is_reported_and_nothing_changes() throws Exception {
        run("true", "false", "exit 7");
        change(JobEvent.IGNORE, QueryCondition.equal(JobFields.EXIT_CODE, 7L));
        List<String> files = files();
        assertThat(dry("true", "false", "exit 7", "echo new")).isZero();
        assertThat(terminal.out()).isEqualTo(TEXT + "false\n" + TEXT + "'echo new'\n");
        assertThat(terminal.err())
                .contains("1 of 4 jobs was done before and is not run again (--fresh runs all);"
                        + " 1 failed before and is run again; 1 was marked to be left out and is skipped\n")
                .endsWith("dry run: 2 of 4 jobs would run; what follows depends on their outcomes\n");
        assertThat(files()).isEqualTo(files);
        assertThat(terminal.type("jobs", "--keys", "status,attempts", "--output", "tsv"))
                .isZero();
        assertThat(terminal.out()).isEqualTo("job_id\tstatus\tattempts\n1\tsuccess\t1\n2\terror\t1\n3\tignore\t1\n");
    }

    @Test
    void options_count_as_they_do_in_a_run() throws Exception {
        run("true", "false");
        dry("--fresh", "true", "false");
        assertThat(terminal.out()).isEqualTo(TEXT + "true\n" + TEXT + "false\n");
        dry("--keep-errors", "true", "false");
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).endsWith("dry run: 0 of 2 jobs would run; what follows depends on their outcomes\n");
        dry("--priority", "4", "true", "false", "9:echo a", "4:echo b");
        assertThat(terminal.out()).isEqualTo(TEXT + "'echo b'\n");
        assertThat(terminal.err()).contains("1 was less urgent than --priority 4 and is left");
        dry("--max-calls", "2", "true", "false", "9:echo a", "4:echo b");
        assertThat(terminal.out())
                .as("the most urgent, in the order of the map")
                .isEqualTo(TEXT + "false\n" + TEXT + "'echo b'\n");
    }

    @Test
    void jobs_that_are_submitted_or_added_later_are_printed_and_refused_as_the_others_are() throws Exception {
        assertThat(terminal.type("adding_recipe", "-j", "x", "-n", "true", "echo b"))
                .isZero();
        assertThat(terminal.out()).isEqualTo(TEXT + "true\n" + TEXT + "'echo b'\n");
        assertThat(terminal.err()).isEqualTo("dry run: 2 jobs would run; what follows depends on their outcomes\n");

        configure("", "cores = 2\n");
        assertThat(terminal.type("adding_recipe", "-j", "x", "-n", "true", "2:echo b"))
                .isZero();
        for (String words : List.of("3:true", "true 3:false", "true gang")) {
            List<String> all = new ArrayList<>(List.of("adding_recipe", "-j", "x", "-n", "-p", "2"));
            all.addAll(List.of(words.split(" ")));
            assertThat(terminal.type(all.toArray(String[]::new))).as(words).isEqualTo(3);
            assertThat(terminal.err())
                    .contains(
                            words.endsWith("gang")
                                    ? "3 of its jobs are for localhost, where at most 2 run at a time"
                                    : "a job needs 3 cores");
        }
    }

    @Test
    void another_job_name_knows_nothing_of_it() {
        run("true");
        assertThat(terminal.type("listed_recipe", "-j", "y", "-n", "true")).isZero();
        assertThat(terminal.out()).isEqualTo(TEXT + "true\n");
    }

    @Test
    void what_others_have_is_waited_for_while_they_live() throws Exception {
        run("false");
        try (JobTable table = JobTables.inFile(table())) {
            table.change(JobEvent.RETRY, QueryCondition.always(), "");
            ProcessIdentity here = ProcessIdentity.ofThisProcess();
            long living = enter(table, here);
            table.finishAndReserve(living, List.of(), List.of(1L));
            dry("false");
            assertThat(terminal.out()).isEmpty();
            assertThat(terminal.err()).contains("1 of 1 job was reserved by another process and is waited for");
            table.leave(living);
            long gone = enter(table, new ProcessIdentity("ann", "elsewhere", "boot", 1, 1));
            table.finishAndReserve(gone, List.of(), List.of(1L));
            configure("heartbeat = 1s\norphan_timeout = 3s");
            await().untilAsserted(() -> {
                dry("false");
                assertThat(terminal.out()).isEqualTo(TEXT + "false\n");
            });
        }
    }

    @Test
    void a_table_that_cannot_be_read_is_reported() throws Exception {
        Files.createDirectories(table().getParent());
        Files.writeString(table(), "this is no database, but a text that is long enough to be looked at\n".repeat(50));
        assertThat(dry("true")).isEqualTo(3);
        assertThat(terminal.err()).contains("jobs.sqlite").doesNotContain("\tat ");
    }

    private void run(String... commands) {
        terminal.type(words(List.of("listed_recipe", "-j", "x"), commands));
    }

    private int dry(String... words) {
        return terminal.type(words(List.of("listed_recipe", "-j", "x", "-n"), words));
    }

    private static String[] words(List<String> first, String... more) {
        List<String> words = new ArrayList<>(first);
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private void configure(String jobs) throws IOException {
        configure(jobs, "");
    }

    private void configure(String jobs, String remote) throws IOException {
        Files.writeString(
                directory.resolve("pipeline.cfg"), "[remote]\nmethod = local\n" + remote + "[jobs]\n" + jobs + "\n");
    }

    private void change(JobEvent event, QueryCondition which) {
        try (JobTable table = JobTables.inFile(table())) {
            assertThat(table.change(event, which, "").changed()).isEqualTo(1);
        }
    }

    private static long enter(JobTable table, ProcessIdentity process) throws Exception {
        return table.enter(
                new NewMember(NewMember.Kind.WORKER, "listed_recipe", "x", "", true, "", process, ""),
                Duration.ofMinutes(1));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("home"))) {
            // a reader of SQLite's write-ahead log leaves its own files behind
            return files.map(Path::toString)
                    .filter(name -> !name.matches(".*-(shm|wal)"))
                    .sorted()
                    .toList();
        }
    }

    private Path table() {
        return directory.resolve("home/.local/state/pipeline/jobs.sqlite");
    }
}
