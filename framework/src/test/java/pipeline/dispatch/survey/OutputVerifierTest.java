package pipeline.dispatch.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.dispatch.FakeTransport;
import pipeline.dispatch.TestRun;
import pipeline.dispatch.rules.StopReason;
import pipeline.dispatch.rules.StopSignal;
import pipeline.job.ComputeJob;
import pipeline.job.Outcomes;
import pipeline.remote.Transport;
import pipeline.remote.TransportException;
import pipeline.remote.local.LocalTransport;
import pipeline.time.Scheduler;

class OutputVerifierTest {

    @TempDir
    private Path directory;

    private final FakeTransport fake = new FakeTransport();
    private final StopSignal stopSignal = new StopSignal();
    private final Map<Long, ComputeJob> jobs = new LinkedHashMap<>();
    private final Map<Long, Map<String, String>> stamps = new HashMap<>();

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
        try (Transport transport = new LocalTransport(Duration.ofSeconds(15))) {
            assertThat(faults(transport))
                    .isEqualTo(Map.of(
                            8L, "its output gone is missing",
                            9L, "its output -there is missing",
                            10L, "its output empty is empty"));
        }
        assertThat(faults(fake)).isEmpty();
        assertThat(fake.host("a").questions).hasSize(1);
        assertThat(fake.host("b").questions).hasSize(1);
    }

    @Test
    void what_a_host_does_not_say_or_says_badly_counts_as_there() throws Exception {
        jobs.put(7L, job("a", directory, "x"));
        for (String answer :
                new String[] {"", "7 0 missing\n", "7 missing\nnot done", "8 0 missing\ndone\n", "x\ndone"}) {
            fake.host("a").answer = CompletableFuture.completedFuture(answer);
            assertThat(faults(fake)).as(answer).isEmpty();
        }
        fake.host("a").answer = CompletableFuture.failedFuture(
                new TransportException(TransportException.Cause.REFUSED, "a", "nobody listens"));
        assertThat(faults(fake)).isEmpty();
        fake.host("a").answer = CompletableFuture.completedFuture("7 0 missing\ndone\n");
        assertThat(faults(fake)).hasSize(1);
    }

    @Test
    void an_output_that_is_another_one_than_the_job_left_is_reported_and_one_that_is_the_same_is_not()
            throws Exception {
        Path file = directory.resolve("a b");
        Files.writeString(file, "12345");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-28T21:00:00.5Z")));
        String stamp = "5 2026-11-28 21:00:00.500000000 +0000";
        jobs.put(1L, job("a", directory, "a b", file.toString()));
        stamps.put(1L, Map.of("a b", stamp, file.toString(), stamp));
        jobs.put(2L, job("a", directory, "a b"));
        stamps.put(2L, Map.of("a b", stamp.replace('5', '6')));
        jobs.put(3L, job("a", directory, "gone"));
        stamps.put(3L, Map.of("gone", stamp));
        for (long number = 4; number < 604; number++) {
            jobs.put(number, job("a", directory, "a b"));
            stamps.put(number, Map.of("a b", number == 400 ? "other" : stamp));
        }
        try (Transport transport = new LocalTransport(Duration.ofSeconds(15))) {
            assertThat(findings(transport))
                    .isEqualTo(new OutputVerifier.Findings(
                            Map.of(
                                    2L, "its output 'a b' has changed since",
                                    3L, "its output gone is missing",
                                    400L, "its output 'a b' has changed since"),
                            Set.of()));
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-28T21:00:01Z")));
            assertThat(findings(transport).faults()).hasSize(603);
        }
    }

    @Test
    void the_jobs_of_a_host_that_says_nothing_or_rubbish_are_not_known() throws Exception {
        jobs.put(7L, job("a", directory, "x"));
        jobs.put(8L, job("b", directory, "x"));
        stamps.put(7L, Map.of("x", "1 a"));
        for (String answer : new String[] {
            "",
            "done\nx",
            "stamps 7\ndone\ndone\n",
            "stamps 7.9\n1 a\ndone\ndone",
            "stamps 9.0\n1 a\ndone\ndone",
            "7 0\ndone"
        }) {
            fake.host("a").answer = CompletableFuture.completedFuture(answer);
            fake.host("b").answer = CompletableFuture.completedFuture("done\n");
            assertThat(findings(fake)).as(answer).isEqualTo(new OutputVerifier.Findings(Map.of(), Set.of(7L)));
        }
        fake.host("a").answer = CompletableFuture.completedFuture("stamps 7.0\ndone\ndone\n");
        assertThat(findings(fake).faults()).containsEntry(7L, "its output x has changed since");
        fake.host("a").answer = CompletableFuture.completedFuture("stamps 7.0\n1 a\ndone\ndone\n");
        assertThat(findings(fake).faults()).isEmpty();
    }

    @Test
    void nothing_is_waited_for_when_the_run_ends() throws Exception {
        jobs.put(7L, job("a", directory, "x"));
        fake.host("a").answer = new CompletableFuture<>();
        stopSignal.give(new StopReason(Outcomes.Stop.INTERRUPTED, "interrupted"));
        assertThat(faults(fake)).isEmpty();
    }

    private static ComputeJob job(String host, Path directory, String... outputs) {
        return ComputeJob.command(host, "true")
                .workingDirectory(directory.toString())
                .outputs(outputs);
    }

    private Map<Long, String> faults(Transport transport) throws InterruptedException {
        return findings(transport).faults();
    }

    private OutputVerifier.Findings findings(Transport transport) throws InterruptedException {
        List<OutputVerifier.Done> done = new ArrayList<>();
        jobs.forEach(
                (number, job) -> done.add(new OutputVerifier.Done(number, job, stamps.getOrDefault(number, Map.of()))));
        return new OutputVerifier(
                        new HostQuestions(transport, stopSignal, Scheduler.system()),
                        TestRun.settings(),
                        LogManager.getLogger("recipe"))
                .look(done);
    }
}
