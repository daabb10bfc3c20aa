package pipeline.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.MeasureRecipe;
import pipeline.cli.Terminal;
import pipeline.cli.engine.FakeEngine;
import pipeline.cli.export.RunJobLog;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.testing.FakeJobRunner;

/** What {@code --joblog} writes. */
class JobLogOptionTest {

    private static final Instant BEGAN = Instant.parse("2026-11-28T20:00:00Z");

    @TempDir
    Path directory;

    private final List<String> warnings = new ArrayList<>();

    private RunJobLog open(Path file) throws IOException {
        return new RunJobLog(file, "recipe", "night", BEGAN, warnings::add);
    }

    private static Attempt attempt(long number, Instant started) {
        return new Attempt(number, 1, started, Duration.ofMillis(1500), null, null);
    }

    @Test
    void each_job_that_ends_in_the_run_has_a_line_at_once_behind_those_of_earlier_runs() throws IOException {
        Path file = directory.resolve("night.joblog");
        ComputeJob job = ComputeJob.command("lce001", "qc.sh", "a\tb\n\u001b[31m");
        try (RunJobLog log = open(file)) {
            JobListener listener = log.listener("step");
            listener.ended(Outcome.succeeded(job, attempt(1, BEGAN.plusSeconds(1)), null));
            assertThat(Files.readAllLines(file)).hasSize(2);
            listener.ended(Outcome.failed(
                    job,
                    attempt(2, BEGAN.plusSeconds(2)),
                    new Failure(FailureKind.OUTPUT, 0, "its output is missing")));
            listener.ended(Outcome.succeeded(job, attempt(3, BEGAN.minusSeconds(60)), null));
            listener.ended(Outcome.parked(job, "no answer"));
        }
        try (RunJobLog log = open(file)) {
            log.listener("step").ended(Outcome.skipped(job, attempt(4, BEGAN), 42, "no beam"));
        }

        List<String[]> lines = Files.readAllLines(file).stream()
                .map(line -> line.split("\t", -1))
                .toList();
        assertThat(lines).extracting(line -> line[0]).containsExactly("Seq", "1", "2", "4");
        assertThat(lines).extracting(line -> line[6]).containsExactly("Exitval", "0", "-1", "0");
        assertThat(lines.get(1))
                .startsWith("1", "lce001", "1795896001.000", "     1.500", "0", "0", "0", "0")
                .hasSize(14);
        assertThat(Files.readString(file)).doesNotContain("\u001b");
        assertThat(warnings).isEmpty();
    }

    @Test
    void the_file_is_found_from_where_the_command_is_typed_and_refused_if_it_cannot_be_written() throws IOException {
        Terminal terminal =
                new Terminal(directory, new FakeEngine(FakeJobRunner.succeeding()), List.of(MeasureRecipe.class));

        assertThat(terminal.type("measure_recipe", "-j", "j", "--joblog", "j.joblog"))
                .as(terminal.err())
                .isZero();
        assertThat(Files.readAllLines(directory.resolve("j.joblog")).get(0)).startsWith("Seq\tHost\tStarttime\t");
        assertThat(terminal.type("measure_recipe", "-j", "j", "--joblog", "no/j.joblog"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--joblog cannot be written: ").contains("no/j.joblog");
        assertThat(terminal.type("measure_recipe", "-j", "j", "-n", "--joblog", "dry.joblog"))
                .isZero();
        assertThat(directory.resolve("dry.joblog")).doesNotExist();
    }
}
