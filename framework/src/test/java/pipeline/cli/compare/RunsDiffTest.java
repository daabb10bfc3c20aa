package pipeline.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.jobs.TableTerminal;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.store.Finish;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.Reservation;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.settings.JobTables;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

/** Two runs of the same recipe, compared. */
class RunsDiffTest {

    @TempDir
    Path directory;

    private TableTerminal terminal;

    @BeforeEach
    void two_runs() throws Exception {
        terminal = new TableTerminal(directory);
        fill("monday", new double[] {1, 2, 10, 4, -1, -1});
        fill("tuesday", new double[] {1.1, 5, 10, -1, 3, -1, 2});
    }

    /** A negative number of seconds is a failure. */
    private void fill(String name, double[] seconds) throws Exception {
        try (JobTable table = JobTables.inFile(terminal.file())) {
            long member = table.enter(
                    new NewMember(
                            NewMember.Kind.MASTER,
                            "qc",
                            name,
                            "pipeline qc",
                            true,
                            "",
                            ProcessIdentity.ofThisProcess(),
                            ""),
                    Duration.ofMinutes(1));
            StepName step = new StepName("qc", name, StepName.FIRST);
            List<ComputeJob> jobs = new ArrayList<>();
            for (int i = 0; i < seconds.length; i++) {
                jobs.add(ComputeJob.command("lce00" + (1 + i % 2), "qc.sh", name, "f" + i)
                        .label("f" + i + ".wav"));
            }
            List<JobRow> rows = table.submit(Submission.of(step, member, Duration.ZERO, 5, jobs))
                    .rows();
            for (int i = 0; i < seconds.length; i++) {
                Reservation reservation = table.finishAndReserve(
                                member, List.of(), List.of(rows.get(i).id()))
                        .reserved()
                        .get(0)
                        .orElseThrow();
                Finish.How how = seconds[i] < 0
                        ? new Finish.Failed(
                                new Failure(FailureKind.PROGRAM, 1, "exit code 1: no space for f" + i), null)
                        : new Finish.Succeeded("{}");
                Finish.Run run = new Finish.Run(
                        Instant.parse("2026-10-28T14:14:18Z"),
                        Duration.ofMillis(Math.round(Math.abs(seconds[i]) * 1000)),
                        null,
                        null);
                table.finishAndReserve(member, List.of(new Finish(reservation, how, run)), List.of());
            }
            table.leave(member);
        }
    }

    @Test
    void what_failed_newly_was_mended_or_became_slower_is_said_and_nothing_else() {
        assertThat(terminal.type("runs", "diff", "monday", "tuesday")).isZero();
        assertThat(terminal.out()).isEqualTo("""
                run      jobs  done  failed  median
                monday      6     4       2  4.0 s
                tuesday     7     5       2  3.0 s

                failed newly: 1 job
                  1 job on lce002: exit code 1: no space for f3; pipeline logs 10

                mended: 1 job
                  job 11 (f4.wav)

                only in tuesday: 1 job
                  job 13 (f6.wav)

                slower: 1 job
                job_id  host    before  after  times  label
                     8  lce002  2.0 s   5.0 s  2.50   f1.wav

                hosts whose median is otherwise: 2
                host    before  after  times
                lce001  10 s    3.0 s  0.30
                lce002  4.0 s   5.0 s  1.25
                """);
    }

    @Test
    void programs_read_the_same() {
        assertThat(terminal.type("runs", "diff", "monday", "tuesday", "--output", "json"))
                .isZero();
        JsonNode json = Json.read(terminal.out());
        assertThat(json.path("schema_version").intValue()).isEqualTo(1);
        assertThat(json.path("before").path("failed").intValue()).isEqualTo(2);
        assertThat(json.path("slower")).hasSize(1);
        assertThat(json.path("slower").get(0).path("label").stringValue()).isEqualTo("f1.wav");
        assertThat(json.path("slower").get(0).path("times").doubleValue()).isEqualTo(2.5);
        assertThat(json.path("failed_newly").get(0).path("jobs").intValue()).isEqualTo(1);
        assertThat(json.path("mended").get(0).path("label").stringValue()).isEqualTo("f4.wav");
        assertThat(json.path("only_after").get(0).path("label").stringValue()).isEqualTo("f6.wav");
        assertThat(json.path("only_before")).isEmpty();
    }

    @Test
    void a_run_that_is_not_there_and_a_factor_below_one_are_reported() {
        assertThat(terminal.type("runs", "diff", "monday", "teusday")).isEqualTo(1);
        assertThat(terminal.err()).contains("has the name teusday", "tuesday");
        assertThat(terminal.type("runs", "diff", "monday")).isEqualTo(2);
        assertThat(terminal.type("runs", "diff", "monday", "tuesday", "--times", "0.5"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--times must be at least 1, but was 0.5");
        assertThat(terminal.type("runs")).isZero();
        assertThat(terminal.out()).contains("pipeline runs COMMAND", "diff");
    }
}
