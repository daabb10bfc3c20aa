package pipeline.dispatch.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pipeline.dispatch.FakeTransport;
import pipeline.dispatch.TestRun;
import pipeline.dispatch.attempt.JobScriptTest;
import pipeline.dispatch.rules.StopReason;
import pipeline.dispatch.rules.StopSignal;
import pipeline.job.ComputeJob;
import pipeline.job.Outcomes;
import pipeline.job.identity.ContentsChanges;
import pipeline.job.identity.ContentsRule;
import pipeline.job.identity.FileStamp;
import pipeline.job.identity.Fingerprint;
import pipeline.job.identity.Lineage;
import pipeline.job.identity.Provenance;
import pipeline.remote.Transport;
import pipeline.remote.TransportException;
import pipeline.remote.local.LocalTransport;
import pipeline.time.Scheduler;

class ContentsSurveyTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00.5Z");
    private static final String NOON_TEXT = " 2026-11-28 12:00:00.500000000 +0000";
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path directory;

    private final FakeTransport fake = new FakeTransport();
    private final StopSignal stopSignal = new StopSignal();

    static Stream<List<String>> shells() {
        return JobScriptTest.shells();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void every_shell_tells_what_files_of_any_name_and_trees_hold(List<String> shell) throws Exception {
        List<String> names = List.of("a b", "-n", "it's", "a\nb", "$(id)", "gone");
        for (String name : names.subList(0, 5)) {
            file(name, "abc");
        }
        List<FileStamp> bySize = stamps(shell, names, ContentsRule.SIZE_TIME);
        assertThat(bySize.subList(0, 5)).containsOnly(new FileStamp("3" + NOON_TEXT, null));
        List<FileStamp> bySum = stamps(shell, names, ContentsRule.SHA256);
        assertThat(bySum.subList(0, 5)).containsOnly(new FileStamp("3" + NOON_TEXT, ABC));
        assertThat(List.of(bySize.get(5), bySum.get(5))).containsOnly(FileStamp.MISSING);
        assertThat(stamp(shell, "/dev/null", ContentsRule.SHA256)).isEqualTo(FileStamp.UNKNOWN);
        Files.createDirectories(directory.resolve("obs.MS/ANTENNA"));
        file("obs.MS/table.dat", "1");
        file("obs.MS/ANTENNA/it's a\tname", "2");
        file("obs.MS/table.lock", "3");
        FileStamp before = stamp(shell, "obs.MS", ContentsRule.SHA256);
        assertThat(before.text()).matches("directory [0-9a-f]{64}");
        assertThat(stamp(shell, "obs.MS", ContentsRule.SIZE_TIME)).isEqualTo(new FileStamp(before.text(), null));
        file("obs.MS/table.lock", "who only reads writes this");
        assertThat(stamp(shell, "obs.MS", ContentsRule.SHA256)).as("a lock").isEqualTo(before);
        file("obs.MS/ANTENNA/it's a\tname", "3");
        FileStamp other = stamp(shell, "obs.MS", ContentsRule.SHA256);
        assertThat(other.text()).isEqualTo(before.text());
        assertThat(other.sha256()).isNotEqualTo(before.sha256());
        Files.setLastModifiedTime(directory.resolve("obs.MS/table.dat"), FileTime.from(NOON.plusSeconds(1)));
        FileStamp touched = stamp(shell, "obs.MS", ContentsRule.SHA256);
        assertThat(touched.sha256()).isEqualTo(other.sha256());
        assertThat(touched.text()).isNotEqualTo(other.text());
        Files.createDirectory(directory.resolve("obs.MS/SPW"));
        assertThat(stamp(shell, "obs.MS", ContentsRule.SIZE_TIME).text()).isNotEqualTo(touched.text());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_link_in_a_tree_counts_as_what_it_leads_to_and_what_cannot_be_looked_at_is_not_known(List<String> shell)
            throws Exception {
        file("away", "abc");
        Files.createDirectories(directory.resolve("t"));
        Files.createSymbolicLink(directory.resolve("t/link"), Path.of("../away"));
        FileStamp before = stamp(shell, "t", ContentsRule.SHA256);
        file("away", "abd");
        assertThat(stamp(shell, "t", ContentsRule.SHA256).sha256()).isNotEqualTo(before.sha256());
        file("away", "abcd");
        assertThat(stamp(shell, "t", ContentsRule.SIZE_TIME).text()).isNotEqualTo(before.text());
        Files.delete(directory.resolve("away"));
        assertThat(stamp(shell, "t", ContentsRule.SIZE_TIME).text()).startsWith("directory ");
    }

    @Test
    void a_tree_with_a_file_that_cannot_be_read_has_no_sha_256() throws Exception {
        Files.createDirectory(directory.resolve("t"));
        file("t/a", "abc");
        for (String path : List.of("t", "t/a")) {
            assertUnreadable(path, "sha256sum", "cat >/dev/null\nexit 1", ContentsRule.SHA256);
        }
    }

    @Test
    void a_tree_whose_names_cannot_be_sorted_is_not_taken_for_an_empty_one() throws Exception {
        Files.createDirectory(directory.resolve("t"));
        file("t/a", "abc");
        for (ContentsRule rule : List.of(ContentsRule.SIZE_TIME, ContentsRule.SHA256)) {
            assertUnreadable("t", "sort", "cat >/dev/null\nexit 2", rule);
        }
    }

    private void assertUnreadable(String path, String tool, String script, ContentsRule rule) throws Exception {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path file = Files.writeString(bin.resolve(tool), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        ContentsQuestion question = new ContentsQuestion(TestRun.settings().node("a"));
        ComputeJob job = job("a").reads(path);
        question.add(job, path);
        question.read("a", answer(List.of("sh"), "PATH=%s:$PATH\n".formatted(bin) + question.script(rule)), rule);
        assertThat(question.of(job, path)).as(path).isEqualTo(FileStamp.UNKNOWN);
        assertThat(question.fault()).hasValue(path + " cannot be read");
    }

    @Test
    void one_question_goes_to_each_host_for_what_jobs_say_or_name_but_not_for_what_they_leave() throws Exception {
        file("in", "abc");
        file("said", "abcd");
        file("out", "abcde");
        List<ComputeJob> jobs = List.of(
                job("a", "in", "out").outputs("out"),
                job("a", "in").reads("said", "in"),
                job("b", "in").reads(),
                job("b", "in").always(),
                job("b", "nothing"),
                ComputeJob.get("b", "in", Path.of("here")));
        Provenance maps = new Provenance(Lineage.NONE, Map.of("a", Set.of("in", "out"), "b", Set.of("in")));
        try (Transport transport = new LocalTransport(Duration.ofSeconds(15))) {
            List<Fingerprint> found = find(transport, jobs, maps);
            String in = "\"contents in\":\"3" + NOON_TEXT + "\"";
            assertThat(found.get(0).json()).isEqualTo("{" + in + "}");
            assertThat(found.get(1).json()).isEqualTo("{" + in + ",\"contents said\":\"4" + NOON_TEXT + "\"}");
            assertThat(found.subList(2, 6)).containsOnly(Fingerprint.NOTHING);
        }
        fake.host("a").answer = CompletableFuture.completedFuture("done\n");
        assertThat(find(fake, jobs, maps)).hasSize(6);
        assertThat(fake.host("a").questions).hasSize(1);
        assertThat(fake.host("b").questions).isEmpty();
    }

    @Test
    void what_a_host_does_not_say_or_says_badly_is_not_known() throws Exception {
        List<ComputeJob> jobs = List.of(job("a").reads("x", "y"), job("b").reads("x"));
        String good = "0 file \n1 missing\nstamps 0\n3" + NOON_TEXT + "\ndone\ndone\n";
        for (String answer : new String[] {
            "",
            "0 file \n1 missing\n",
            "0 file \n1 missing\ndone\nx",
            "0 file \n2 missing\ndone\ndone\n",
            "0 odd\ndone\ndone\n",
            "0\ndone\ndone\n",
            "0 directory x \ndone\ndone\n",
            "1 missing\nstamps 0\n3 x\ndone\ndone\n",
            "0 file \n1 missing\nstamps 0\nstat: no\ndone\ndone\n"
        }) {
            fake.host("a").answer = CompletableFuture.completedFuture(answer);
            fake.host("b").answer = CompletableFuture.completedFuture("0 missing\ndone\n");
            List<Fingerprint> found = find(fake, jobs, Provenance.NONE);
            assertThat(found.get(0).json())
                    .as(answer)
                    .isEqualTo("{\"contents x\":\"unknown\",\"contents y\":\"unknown\"}");
            assertThat(found.get(1).json()).isEqualTo("{\"contents x\":\"missing\"}");
        }
        fake.host("a").answer = CompletableFuture.completedFuture(good);
        assertThat(find(fake, jobs, Provenance.NONE).get(0).json())
                .isEqualTo("{\"contents x\":\"3" + NOON_TEXT + "\",\"contents y\":\"missing\"}");
        fake.host("a").answer = CompletableFuture.failedFuture(
                new TransportException(TransportException.Cause.REFUSED, "a", "nobody listens"));
        assertThat(find(fake, jobs, Provenance.NONE).get(0).json()).contains("unknown");
        fake.host("a").answer = CompletableFuture.completedFuture("0 file \n1 file \nstamps 0 1\ndone\ndone\n");
        assertThat(find(fake, jobs, Provenance.NONE).get(0).json()).contains("\"contents y\":\"unknown\"");
    }

    @Test
    void nothing_is_found_out_when_the_run_ends_and_an_interrupt_alone_ends_no_waiting() throws Exception {
        fake.host("a").answer = new CompletableFuture<>();
        List<ComputeJob> jobs = List.of(job("a").reads("x"));
        CompletableFuture<Optional<List<Fingerprint>>> waiting = CompletableFuture.supplyAsync(() -> {
            Thread.currentThread().interrupt();
            Optional<List<Fingerprint>> found =
                    survey(fake).addTo(List.of(Fingerprint.NOTHING), jobs, Provenance.NONE, ContentsRule.SIZE_TIME);
            assertThat(Thread.interrupted()).isTrue();
            return found;
        });
        assertThatThrownBy(() -> waiting.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        stopSignal.give(new StopReason(Outcomes.Stop.INTERRUPTED, "interrupted"));
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void where_no_host_is_asked_that_stands_there() {
        List<Fingerprint> found = ContentsSurvey.notAsked(
                List.of(Fingerprint.NOTHING, Fingerprint.NOTHING),
                List.of(job("a").reads("x"), job("a")),
                Provenance.NONE);
        assertThat(found.stream().map(ContentsChanges::isNotAsked)).containsExactly(true, false);
    }

    private ComputeJob job(String host, String... words) {
        List<String> all = new ArrayList<>(List.of("true"));
        all.addAll(List.of(words));
        return ComputeJob.command(host, all).workingDirectory(directory.toString());
    }

    private void file(String name, String text) throws Exception {
        Files.setLastModifiedTime(Files.writeString(directory.resolve(name), text), FileTime.from(NOON));
    }

    private List<Fingerprint> find(Transport transport, List<ComputeJob> jobs, Provenance maps) {
        return survey(transport)
                .addTo(jobs.stream().map(job -> Fingerprint.NOTHING).toList(), jobs, maps, ContentsRule.SIZE_TIME)
                .orElseThrow();
    }

    private ContentsSurvey survey(Transport transport) {
        return new ContentsSurvey(
                new HostQuestions(transport, stopSignal, Scheduler.system()),
                TestRun.settings(),
                LogManager.getLogger("recipe"));
    }

    private FileStamp stamp(List<String> shell, String path, ContentsRule rule) throws Exception {
        return stamps(shell, List.of(path), rule).get(0);
    }

    private List<FileStamp> stamps(List<String> shell, List<String> paths, ContentsRule rule) throws Exception {
        ContentsQuestion question = new ContentsQuestion(TestRun.settings().node("a"));
        ComputeJob job = job("a").reads(paths);
        paths.forEach(path -> question.add(job, path));
        question.read("a", answer(shell, question.script(rule)), rule);
        return paths.stream().map(path -> question.of(job, path)).toList();
    }

    private String answer(List<String> shell, String script) throws Exception {
        Path input = Files.writeString(directory.resolve(".input"), script);
        Path out = directory.resolve(".out");
        Process process = new ProcessBuilder(shell)
                .directory(directory.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(out.toFile())
                .redirectError(directory.resolve(".err").toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out);
    }
}
