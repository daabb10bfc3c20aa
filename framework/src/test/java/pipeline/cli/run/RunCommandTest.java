package pipeline.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.PickyRecipe;
import pipeline.cli.ScriptedRecipe;
import pipeline.cli.Terminal;
import pipeline.cli.engine.FakeEngine;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.remote.UnknownHostsException;
import pipeline.testing.FakeJobRunner;

class RunCommandTest {

    private static final String RUN = "home/.local/state/pipeline/x/logs/2026-10-28T14:14:18Z";

    @TempDir
    Path directory;

    private FakeEngine engine = new FakeEngine(FakeJobRunner.succeeding());

    @Test
    void all_done_is_0_and_shows_the_results() throws Exception {
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "-v", "jobs")).isZero();
        assertThat(terminal.out()).isEqualTo("Results:\ntold = [jobs]\n");
        assertThat(terminal.err())
                .containsPattern("INFO +scripted_recipe: told to \\[jobs\\]\n")
                .containsPattern("INFO +scripted_recipe: recipe scripted_recipe completed\n$");
        assertThat(engine.isClosed()).isTrue();
        assertThat(engine.setting().identity().outputDirectory()).isEqualTo(directory.resolve(RUN));
        assertThat(directory.resolve(RUN + "/pipeline.log"))
                .content()
                .contains("INFO    scripted_recipe: recipe scripted_recipe completed");
    }

    @Test
    void the_console_is_quiet_by_default() {
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "jobs")).isZero();
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void failed_jobs_are_1_and_grouped_by_their_message_at_the_end() {
        Terminal terminal = deciding(job -> FakeJobRunner.failure(job, "exit 1: No such file"));

        assertThat(terminal.type("scripted_recipe", "-j", "x", "jobs", "a b")).isEqualTo(1);
        assertThat(terminal.out()).isEqualTo("Results:\ntold = [jobs, a b]\n");
        assertThat(terminal.err())
                .containsPattern(
                        "3 jobs failed:\n  lce\\[001-003] \\(3 hosts\\): exit 1: No such file\n    such as job \\d+ \\(a on lce001\\); pipeline logs \\d+\nx: 0 of 3 jobs done, 3 failed in .+\nlog: ")
                .endsWith("\n"
                        + "log: " + directory.resolve(RUN) + "/pipeline.log\n"
                        + "again: pipeline scripted_recipe -j x jobs 'a b'\n");
    }

    @Test
    void the_command_to_type_again_does_what_is_left_and_no_more() throws Exception {
        Terminal terminal = deciding(job -> FakeJobRunner.failure(job, "no"));

        terminal.type("scripted_recipe", "-j", "x", "--fresh", "--keep-errors", "jobs", "--", "--fresh");
        assertThat(terminal.err()).endsWith("\nagain: pipeline scripted_recipe -j x jobs -- --fresh\n");

        configure("[jobs]\nkeep_errors = true\n");
        terminal.type("scripted_recipe", "-j", "x", "-r", "run", "jobs");
        assertThat(terminal.err()).endsWith("""
                        again: pipeline jobs retry -j x --recipe scripted_recipe -r run
                        again: pipeline scripted_recipe -j x -r run jobs
                        """);
    }

    @Test
    void where_all_else_is_done_but_what_is_left_out_there_is_nothing_to_type_again() {
        Terminal terminal = deciding(job -> Outcome.ignored(job, "the file is broken"));

        terminal.type("scripted_recipe", "-j", "x", "jobs");
        assertThat(terminal.err()).contains("3 jobs left out:\n").doesNotContain("again:");
    }

    @Test
    void parked_jobs_alone_are_4() {
        Terminal terminal = deciding(job ->
                job.host().equals("lce002") ? Outcome.parked(job, "no route to host") : FakeJobRunner.success(job));

        assertThat(terminal.type("scripted_recipe", "-j", "x", "jobs")).isEqualTo(4);
        assertThat(terminal.err())
                .contains("1 job parked, not failed: they wait for their hosts:\n  lce002: no route to host\n");
    }

    @Test
    void parked_and_failed_jobs_are_1() {
        Terminal terminal = deciding(job -> job.host().equals("lce002")
                ? Outcome.parked(job, "no route to host")
                : FakeJobRunner.failure(job, "no"));

        assertThat(terminal.type("scripted_recipe", "-j", "x", "jobs")).isEqualTo(1);
    }

    @Test
    void jobs_that_were_not_started_are_1() {
        Terminal terminal = deciding(job -> Outcome.notStarted(job, "stopped"));

        assertThat(terminal.type("scripted_recipe", "-j", "x", "jobs")).isEqualTo(1);
        assertThat(terminal.err()).contains("3 jobs not started:\n  lce[001-003] (3 hosts): stopped\n");
    }

    @Test
    void a_recipe_that_forgives_is_0() {
        Terminal terminal = deciding(job -> FakeJobRunner.failure(job, "no"));

        assertThat(terminal.type("scripted_recipe", "-j", "x", "forgive")).isZero();
        assertThat(terminal.err()).contains("1 job failed:\n");
    }

    @Test
    void a_recipe_that_returns_0_with_its_error_flag_set_is_1() {
        Terminal terminal = deciding(job -> FakeJobRunner.failure(job, "no"));

        assertThat(terminal.type("scripted_recipe", "-j", "x", "ignore")).isEqualTo(1);
    }

    @Test
    void jobs_that_are_left_out_do_not_make_a_run_fail_but_are_named() {
        Terminal terminal = deciding(job -> job.host().equals("lce002")
                ? Outcome.ignored(job, "marked to be left out")
                : FakeJobRunner.success(job));

        assertThat(terminal.type("scripted_recipe", "-j", "x", "jobs")).isZero();
        assertThat(terminal.err())
                .startsWith("1 job left out:\n  lce002: marked to be left out\nx: 2 of 3 jobs done, 1 left out in ");
    }

    @Test
    void jobs_that_left_their_items_out_do_not_make_a_run_fail_but_are_named_with_their_reasons() {
        Attempt attempt = new Attempt(1, null, Duration.ZERO, null, null);
        Terminal terminal = deciding(job -> job.host().equals("lce002")
                ? Outcome.skipped(job, attempt, 42, "exit code 42: no data")
                : FakeJobRunner.success(job));

        assertThat(terminal.type("scripted_recipe", "-j", "x", "jobs")).isZero();
        assertThat(terminal.err())
                .startsWith("1 job skipped, no failure: they left their items out:\n  lce002: exit code 42: no data\n")
                .doesNotContain("again:");
    }

    @Test
    void the_ancestors_configuration_is_read_as_it_is_and_one_line_says_what_means_nothing_here() throws IOException {
        configure("""
                [DEFAULT]
                runtime_directory = %(cwd)s/run
                lofarroot = /opt/lofar
                pythonpath = %(lofarroot)s/lib/python
                recipe_directories = [%(cwd)s]
                default_nproc = 8

                [layout]
                job_directory = %(runtime_directory)s/jobs/%(job_name)s
                log_directory = %(job_directory)s/logs/%(start_time)s
                vds_directory = %(job_directory)s/vds
                parset_directory = %(job_directory)s/parsets

                [cluster]
                clustername = imaging
                task_furl = %(runtime_directory)s/task.furl

                [deploy]
                script_path = %(pythonpath)s/framework/bin
                engine_ppath = %(pythonpath)s:/opt/casacore/python
                engine_lpath = %(lofarroot)s/lib:/opt/casacore/lib

                [logging]
                format = %(asctime)s %(levelname)-7s %(name)s: %(message)s
                datefmt = %Y-%m-%d %H:%M:%S
                xml_stat_file = %(log_directory)s/statistics.xml

                [feedback]
                method = none

                [remote]
                method = paramiko
                globalfs = True
                max_per_node = 4
                """);
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "--start-time", "2026-10-28T14:14:18", "print"))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.err().lines().filter(line -> line.startsWith("pipeline: ")))
                .containsExactly(
                        "pipeline: " + directory.resolve("pipeline.cfg")
                                + ": what means something to LOFAR's framework only is left alone: [feedback], clustername, globalfs, parset_directory, task_furl, vds_directory, xml_stat_file; docs/from-lofar.md says what takes its place");
        assertThat(directory.resolve("run/jobs/x/logs/2026-10-28T14:14:18/pipeline.log"))
                .exists();
    }

    @Test
    void a_recipe_that_returns_anything_else_is_1() {
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "return", "42")).isEqualTo(1);
        assertThat(terminal.err()).startsWith("recipe scripted_recipe says that it failed\nlog: ");
    }

    @Test
    void results_go_to_the_error_stream_when_the_product_is_on_standard_output() {
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "print")).isZero();
        assertThat(terminal.out()).isEqualTo("product\n");
        assertThat(terminal.err()).isEqualTo("Results:\ntold = [print]\n");
    }

    @Test
    void a_standard_output_that_cannot_be_written_is_no_success() {
        Terminal terminal = terminal();
        terminal.breakOut();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "print")).isEqualTo(1);
        assertThat(terminal.err()).endsWith("pipeline: standard output could not be written completely\n");
    }

    @Test
    void failures_are_listed_even_if_the_recipe_broke_off() {
        Terminal terminal = deciding(job -> FakeJobRunner.failure(job, "no"));

        assertThat(terminal.type("scripted_recipe", "-j", "x", "jobs then throw"))
                .isEqualTo(70);
        assertThat(terminal.err()).contains("1 job failed:\n  lce001: no\n");
    }

    @Test
    void a_wrong_call_of_a_recipe_is_2_without_a_stack_trace() {
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "misuse")).isEqualTo(2);
        assertThat(terminal.out()).as("the results are dropped").isEmpty();
        assertThat(terminal.err())
                .contains("ERROR   scripted_recipe: that is no way to call it\n")
                .doesNotContain("\tat ");
    }

    @Test
    void with_debugging_a_mistake_shows_its_stack_trace() {
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "-d", "misuse")).isEqualTo(2);
        assertThat(terminal.err())
                .contains("UsageException: that is no way to call it")
                .contains("\tat ");
    }

    @Test
    void a_mapfile_that_cannot_be_read_is_3() {
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "map", directory + "/none.mapfile"))
                .isEqualTo(3);
        assertThat(terminal.err()).contains("none.mapfile").doesNotContain("\tat ");
    }

    @Test
    void hosts_that_nobody_knows_are_3() {
        engine = new FakeEngine((step, jobs, maxPerNode, listener, provenance) -> {
            throw new UnknownHostsException(List.of("lce999"), "unknown host lce999; add it to ~/.ssh/config");
        });
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "jobs")).isEqualTo(3);
        assertThat(terminal.err())
                .contains("ERROR   scripted_recipe: unknown host lce999; add it to ~/.ssh/config\n")
                .doesNotContain("\tat ");
        assertThat(engine.isClosed()).isTrue();
    }

    @Test
    void a_fault_is_70_with_the_stack_trace_in_the_log_file() {
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "throw")).isEqualTo(70);
        Path log = directory.resolve(RUN + "/pipeline.log");
        assertThat(terminal.err().lines()).hasSize(1);
        assertThat(terminal.err())
                .contains("recipe scripted_recipe broke off: java.lang.IllegalStateException: a fault in the recipe"
                        + " at ScriptedRecipe.run(ScriptedRecipe.java:53);"
                        + " the stack trace is in " + log);
        assertThat(log)
                .content()
                .contains("IllegalStateException: a fault in the recipe")
                .contains("\tat pipeline.cli.ScriptedRecipe.run");
    }

    @Test
    void an_error_of_the_jvm_in_a_recipe_is_70_and_closes_everything() {
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "error")).isEqualTo(70);
        assertThat(engine.isClosed()).isTrue();
    }

    @Test
    void a_fault_in_a_dry_run_shows_its_stack_trace_for_there_is_no_log_file() {
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "-n", "throw")).isEqualTo(70);
        assertThat(terminal.err())
                .contains("the stack trace is in the lines below")
                .contains("\tat ");
    }

    @Test
    void a_dry_run_prints_the_jobs_and_leaves_nothing_behind() {
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "--dry-run", "jobs"))
                .isZero();
        assertThat(terminal.out()).isEqualTo("lce001: a\nlce002: b\nlce003: c\n");
        assertThat(terminal.err()).isEqualTo("""
                        lce[001-003] (3 hosts): 1 job on each would run
                        dry run: 3 jobs would run; what follows depends on their outcomes
                        """);
        assertThat(engine.setting()).as("no engine was opened").isNull();
        assertThat(directory.resolve("home")).doesNotExist();
    }

    @Test
    void a_dry_run_without_jobs_says_so() {
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "-n", "return", "0"))
                .isZero();
        assertThat(terminal.err()).isEqualTo("dry run: no jobs would run\n");
    }

    @Test
    void a_second_run_in_the_same_second_takes_the_next_one() {
        Terminal terminal = terminal();
        terminal.type("picky_recipe", "-j", "x", "--pattern=p");

        assertThat(terminal.type("picky_recipe", "-j", "x", "--pattern=p")).isZero();
        assertThat(terminal.out()).contains("start_time = 2026-10-28T14:14:19Z\n");
        assertThat(directory.resolve("home/.local/state/pipeline/x/logs/2026-10-28T14:14:19Z/pipeline.log"))
                .exists();
    }

    @Test
    void the_directories_of_a_run_are_for_nobody_else_and_the_groups_where_it_shares_them() throws Exception {
        terminal().type("picky_recipe", "-j", "x", "--pattern=p");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(RUN))))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve(RUN).resolve("pipeline.log"))))
                .isEqualTo("rw-------");

        Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxr-x"));
        terminal().type("picky_recipe", "-j", "x", "--pattern=p", "-r", "shared");
        assertThat(Files.getPosixFilePermissions(shared.resolve("x/logs")))
                .doesNotContain(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE)
                .contains(PosixFilePermission.GROUP_READ);
    }

    @Test
    void a_start_time_that_was_asked_for_is_taken_twice() {
        Terminal terminal = terminal();
        String[] words = {"picky_recipe", "-j", "x", "--pattern=p", "--start-time=2026-01-02T03:04:05+01:00"};
        terminal.type(words);

        assertThat(terminal.type(words)).isZero();
        assertThat(terminal.out()).contains("start_time = 2026-01-02T02:04:05Z\n");
    }

    @Test
    void the_configuration_says_where_things_go() throws Exception {
        configure("""
                [DEFAULT]
                runtime_directory = run
                working_directory = /data/%(job_name)s
                [layout]
                job_directory = %(runtime_directory)s/jobs/%(recipe)s-%(job_name)s
                [remote]
                max_per_node = 6
                """);
        Terminal terminal = terminal();

        assertThat(terminal.type("picky_recipe", "-j", "x", "--pattern=p")).isZero();
        assertThat(terminal.out())
                .contains("max_per_node = 6\n")
                .contains("working_directory = /data/x\n")
                .contains("runtime_directory = " + directory + "/run\n")
                .contains("job_directory = " + directory + "/run/jobs/picky_recipe-x\n");
    }

    @Test
    void the_command_line_wins_over_the_configuration() throws Exception {
        configure("""
                [DEFAULT]
                runtime_directory = run
                working_directory = /data
                [layout]
                job_directory = %(runtime_directory)s/j
                [remote]
                max_per_node = 6
                """);
        Terminal terminal = terminal();

        assertThat(terminal.type("picky_recipe", "-j", "x", "--pattern=p", "-r", "other", "-w", "/scratch", "-p", "2"))
                .isZero();
        assertThat(terminal.out())
                .contains("max_per_node = 2\n")
                .contains("working_directory = /scratch\n")
                .contains("runtime_directory = " + directory + "/other\n")
                .contains("job_directory = " + directory + "/other/j\n");
    }

    @Test
    void a_wrong_configuration_is_3_with_all_its_problems() throws Exception {
        configure("[remote]\nmax_per_node = many\nmax_per_nod = 3\n");
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "jobs")).isEqualTo(3);
        assertThat(terminal.err())
                .startsWith("pipeline: ")
                .contains("pipeline.cfg:2:")
                .contains("pipeline.cfg:3:")
                .doesNotContain("\tat ");
        assertThat(directory.resolve("home")).doesNotExist();
    }

    @Test
    void the_log_goes_where_and_looks_as_the_configuration_says() throws Exception {
        configure("""
                [logging]
                log_file = %(runtime_directory)s/%(start_time)s.log
                format = %(levelname)s of %(name)s: %(message)s
                """);
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "-v", "return", "0"))
                .isZero();
        assertThat(terminal.err()).contains("INFO of scripted_recipe: told to [return, 0]\n");
        assertThat(directory.resolve("home/.local/state/pipeline/2026-10-28T14:14:18.log"))
                .content()
                .contains("INFO of scripted_recipe: told to [return, 0]\n");
    }

    @Test
    void formats_that_cannot_be_understood_are_3() throws Exception {
        configure("[logging]\nformat = %(mesage)s\ndatefmt = %Q\n");
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "jobs")).isEqualTo(3);
        assertThat(terminal.err()).contains("pipeline.cfg:2:").contains("pipeline.cfg:3:");
    }

    @Test
    void a_log_file_that_cannot_be_written_is_3() throws Exception {
        configure("[logging]\nlog_file = .\n");
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "jobs")).isEqualTo(3);
        assertThat(terminal.err()).contains("change log_file in [logging]").doesNotContain("\tat ");
    }

    @Test
    void a_configuration_that_was_asked_for_and_is_not_there_is_3() {
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "-c", "none.cfg", "jobs"))
                .isEqualTo(3);
        assertThat(terminal.err()).startsWith("pipeline: ").contains("none.cfg");
    }

    @Test
    void what_holds_for_all_hosts_cannot_be_set_for_some() throws Exception {
        configure("[remote lce[001-010]]\nmax_per_node = 4\nmethod = local\n");
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "jobs")).isEqualTo(3);
        assertThat(terminal.err())
                .contains("pipeline.cfg:2: max_per_node in [remote lce[001-010]] can only be set for all hosts;"
                        + " move it to [remote]\n")
                .contains("pipeline.cfg:3: method in [remote lce[001-010]] can only be set for all hosts;");
    }

    @Test
    void a_runtime_directory_that_cannot_be_made_is_3() throws Exception {
        Files.writeString(directory.resolve("taken"), "");
        Terminal terminal = terminal();

        assertThat(terminal.type("scripted_recipe", "-j", "x", "-r", "taken", "jobs"))
                .isEqualTo(3);
        assertThat(terminal.err())
                .contains("the log directory " + directory.resolve("taken/x/logs"))
                .doesNotContain("Exception")
                .contains("choose another runtime directory with -r");
    }

    private void configure(String text) throws IOException {
        Files.writeString(directory.resolve("pipeline.cfg"), text);
    }

    private Terminal deciding(Function<ComputeJob, Outcome> decide) {
        engine = new FakeEngine(new FakeJobRunner(decide));
        return terminal();
    }

    private Terminal terminal() {
        return new Terminal(directory, engine, List.of(PickyRecipe.class, ScriptedRecipe.class));
    }
}
