package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;
import pipeline.testing.MarkedProcesses;
import pipeline.testing.OpenSshServer;

/** Gangs on hosts behind a real OpenSSH server: a control program on h2, a member in Python on h3 and one in shell on h4. */
class GangOverSshIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final String RECIPE = """
            from pipeline_recipe import ComputeJob, Recipe, gang, ingredient

            class solve(Recipe):
                inputs = {"how": ingredient.StringField("--how", default="well"), "seconds": ingredient.FloatField("--seconds", default=60.0)}
                outputs = {"result": ingredient.StringField(), "ends": ingredient.ListField()}

                def go(self):
                    how = self.inputs["how"]
                    jobs = gang("g", ComputeJob("h2", "HERE/member.py", [how]),
                                [ComputeJob("h3", "HERE/member.py", [how]), ComputeJob("h4", "HERE/member.sh", [how])],
                                time_limit=self.inputs["seconds"])
                    self.schedule_jobs(jobs, max_per_node=1)
                    self.outputs["result"] = str(jobs[0].result)
                    self.outputs["ends"] = ["%s %s" % (job.outcome, job.message) for job in jobs]
                    return 1 if self.error.is_set() else 0
            """;

    private static final String PYTHON = """
            import os, signal, sys, time
            from pipeline_node import NodeScript, gang

            class member(NodeScript):
                def run(self, how):
                    mine = gang()
                    with open("HERE/started", "a") as started:
                        started.write("%d\\n" % mine.rank)
                    if how == "control dies" and mine.is_control:
                        mine.barrier("begin")
                        os.kill(os.getpid(), signal.SIGKILL)
                    if how == "member fails" and mine.rank == 1:
                        mine.barrier("begin")
                        return 3
                    if how == "slow" and mine.is_control:
                        mine.barrier("begin")
                        time.sleep(100)
                    mine.barrier("begin")
                    while how == "hold" and os.path.exists("HERE/hold"):
                        time.sleep(0.05)
                    if mine.is_control:
                        mine.put("unit", "Jy")
                        mine.broadcast({"factor": 2})
                        mine.broadcast({"factor": 3})
                        self.result([mine.gather(), mine.gather()])
                    else:
                        for _ in range(2):
                            mine.send([mine.receive()["factor"] * mine.rank, mine.wait_for("unit")])
                    mine.barrier("end")
                    return 0

            if __name__ == "__main__":
                sys.exit(member(sys.argv[1], sys.argv[2]).run_with_logging(*sys.argv[3:]))
            """;

    private static final String SHELL = """
            #!/bin/sh
            echo "$PIPELINE_GANG_RANK" >>HERE/started
            ask() { python3 -m pipeline_node "$@" || exit 1; }
            ask barrier begin
            ask receive >/dev/null
            ask send '"one"'
            ask receive >/dev/null
            ask send "\\"of $PIPELINE_GANG_SIZE\\""
            ask barrier end
            """;

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @RegisterExtension
    @Order(1)
    static final OpenSshServer SERVER = OpenSshServer.create();

    @TempDir
    Path here;

    @BeforeEach
    void recipe_and_programs() throws IOException {
        LEAKS.watchProcesses("PIPELINE_GANG=g");
        file("solve.py", RECIPE);
        file("member.py", PYTHON);
        file("member.sh", SHELL);
        file(
                "pipeline.cfg",
                "[DEFAULT]\nworking_directory = HERE\n[remote]\nssh_config = %s\nnode_directory = HERE/nodes-of-pipeline\n"
                        .formatted(SERVER.sshConfig()));
    }

    private void file(String name, String text) throws IOException {
        Path file = here.resolve(name);
        Files.writeString(file, text.replace("HERE", here.toString()));
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private PipelineCall solve(String how, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("solve.py", "-j", "x", "--how", how));
        words.addAll(List.of(more));
        return PipelineCall.run(here, words.toArray(String[]::new));
    }

    private List<String> started() throws IOException {
        return Files.exists(here.resolve("started")) ? Files.readAllLines(here.resolve("started")) : List.of();
    }

    @Test
    void programs_in_python_and_shell_exchange_messages_through_the_master() throws Exception {
        PipelineCall run = solve("well");
        assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
        assertThat(run.out())
                .contains("result = [[[2, 'Jy'], 'one'], [[3, 'Jy'], 'of 3']]\n")
                .contains("ends = [\"succeeded \",\"succeeded \",\"succeeded \"]");
        PipelineCall again = solve("well");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(started()).as("a gang that is done").hasSize(3);
        PipelineCall jobs = PipelineCall.run(here, "jobs", "-j", "x", "--keys", "host,label");
        assertThat(jobs.out()).contains("g control: well", "g 1/2: well", "g 2/2: well");
    }

    @Test
    void one_that_fails_ends_all_and_the_next_run_does_all_again() throws Exception {
        PipelineCall run = solve("member fails");
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "\"failed member 1 of gang g (job 2 on h3) failed: exit code 3, so all of the gang were ended\"")
                .contains("\"failed exit code 3\"");
        assertThat(started()).hasSize(3);
        PipelineCall again = solve("member fails");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(started()).hasSize(6);
    }

    @Test
    void a_control_program_that_dies_ends_the_members_with_the_reason() throws Exception {
        PipelineCall run = solve("control dies");
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "\"failed control of gang g (job 1 on h2) failed: exit code 137, so all of the gang were ended\"")
                .contains("failed ended by signal 9");
    }

    @Test
    void the_time_limit_of_a_gang_ends_all_of_it() throws Exception {
        PipelineCall run = solve("slow", "--seconds", "2");
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(1);
        assertThat(run.out()).contains("ran longer than its limit of 2 s").contains("so all of the gang were ended");
        assertThat(run.out()).doesNotContain("succeeded");
    }

    @Test
    void a_connection_that_breaks_costs_no_message_and_none_comes_twice() throws Exception {
        file("hold", "");
        Thread breaking = new Thread(() -> {
            await().atMost(LIMIT).until(() -> started().size() == 3);
            SERVER.killConnections();
            assertThat(here.resolve("hold").toFile().delete()).isTrue();
        });
        breaking.start();
        PipelineCall run = solve("hold");
        breaking.join();
        assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
        assertThat(run.out()).contains("result = [[[2, 'Jy'], 'one'], [[3, 'Jy'], 'of 3']]\n");
        assertThat(started()).hasSize(3);
    }

    @Test
    void after_a_killed_master_the_whole_gang_runs_again_and_nothing_is_left_of_the_first() throws Exception {
        file("hold", "");
        try (PipelineProcess first = PipelineProcess.start(here, "solve.py", "-j", "x", "--how", "hold")) {
            await().atMost(LIMIT)
                    .failFast(() -> assertThat(first.isAlive()).as(first.err()).isTrue())
                    .until(() -> started().size() == 3);
            first.signal("KILL");
            assertThat(first.exitCode()).isEqualTo(137);
        }
        List<Long> orphans = MarkedProcesses.withMarker("PIPELINE_GANG=g");
        assertThat(orphans).isNotEmpty();
        Thread letting = new Thread(() -> {
            await().atMost(LIMIT).until(() -> started().size() == 6);
            assertThat(MarkedProcesses.withMarker("PIPELINE_GANG=g")).doesNotContainAnyElementsOf(orphans);
            assertThat(here.resolve("hold").toFile().delete()).isTrue();
        });
        letting.start();
        PipelineCall second = solve("hold");
        letting.join();
        assertThat(second.exitCode()).as(second.err() + second.out()).isZero();
        assertThat(second.out()).contains("result = [[[2, 'Jy'], 'one'], [[3, 'Jy'], 'of 3']]\n");
        assertThat(started()).hasSize(6);
    }

    @Test
    void a_gang_that_its_hosts_cannot_hold_at_once_is_refused_before_anything_starts() throws Exception {
        file("solve.py", RECIPE.replace("\"h3\"", "\"h2\""));
        PipelineCall run = solve("well");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "gang g is larger than its hosts can hold at once: 2 of its jobs are for h2, where at most 1 run at a"
                                + " time; use -p 2 or max_per_node in [remote], or other hosts; nothing was started")
                .doesNotContain("\tat ");
        assertThat(started()).isEmpty();

        PipelineCall dry = solve("well", "-n");
        assertThat(dry.exitCode()).isEqualTo(3);
        assertThat(dry.err())
                .contains(run.err()
                        .substring(run.err().indexOf("gang g"), run.err().indexOf("; nothing was started")));
    }
}
