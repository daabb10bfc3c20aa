package pipeline.dispatch.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.config.Configuration;
import pipeline.dispatch.FakeDoor;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.job.ComputeJob;
import pipeline.remote.Door;
import pipeline.remote.TransportException;
import pipeline.remote.local.LocalDoor;

class OutputSurveyTest {

    @TempDir
    private Path directory;

    private final FakeDoor fake = new FakeDoor();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final Map<Long, ComputeJob> jobs = new LinkedHashMap<>();

    @Test
    void each_job_is_looked_after_in_its_own_directory_by_one_question_to_its_host() throws Exception {
        Path odd = Files.createDirectory(directory.resolve("-o'd d"));
        Files.writeString(odd.resolve("-there"), "x");
        Files.writeString(odd.resolve("empty"), "");
        jobs.put(7L, job("a", odd, "-there", odd.resolve("-there").toString()));
        jobs.put(8L, job("a", odd, "-there", "gone", "empty"));
        jobs.put(
                9L, job("b", directory.resolve("no such"), odd.resolve("-there").toString(), "-there"));
        jobs.put(10L, job("b", odd, "empty"));
        try (Door door = new LocalDoor(Duration.ofSeconds(15))) {
            assertThat(survey(door).faults(jobs))
                    .isEqualTo(Map.of(
                            8L, "its output gone is missing",
                            9L, "its output -there is missing",
                            10L, "its output empty is empty"));
        }
        assertThat(survey(fake).faults(jobs)).isEmpty();
        assertThat(fake.host("a").questions).hasSize(1);
        assertThat(fake.host("b").questions).hasSize(1);
    }

    @Test
    void what_a_host_does_not_say_or_says_badly_counts_as_there() throws Exception {
        jobs.put(7L, job("a", directory, "x"));
        for (String answer :
                new String[] {"", "7 0 missing\n", "7 missing\nnot done", "8 0 missing\ndone\n", "x\ndone"}) {
            fake.host("a").answer = CompletableFuture.completedFuture(answer);
            assertThat(survey(fake).faults(jobs)).as(answer).isEmpty();
        }
        fake.host("a").answer = CompletableFuture.failedFuture(
                new TransportException(TransportException.Cause.REFUSED, "a", "nobody listens"));
        assertThat(survey(fake).faults(jobs)).isEmpty();
        fake.host("a").answer = CompletableFuture.completedFuture("7 0 missing\ndone\n");
        assertThat(survey(fake).faults(jobs)).hasSize(1);
    }

    @Test
    void nothing_is_waited_for_when_the_run_ends() throws Exception {
        jobs.put(7L, job("a", directory, "x"));
        fake.host("a").answer = new CompletableFuture<>();
        isOver.set(true);
        assertThat(survey(fake).faults(jobs)).isEmpty();
    }

    private static ComputeJob job(String host, Path directory, String... outputs) {
        return ComputeJob.command(host, "true")
                .workingDirectory(directory.toString())
                .outputs(outputs);
    }

    private OutputSurvey survey(Door door) {
        return new OutputSurvey(
                door,
                DispatchSettings.from(Configuration.empty(Map.of(), Map.of())),
                LogManager.getLogger("recipe"),
                isOver::get);
    }
}
