package pipeline.dispatch.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.frame.Frame;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.store.OutputFiles;
import pipeline.testing.Seed;
import pipeline.time.Scheduler;

/** What a job says of itself that is not what a job says: it costs that job, and nothing else. */
class DamagedAnswersTest {

    private static final long SEED = Seed.of(DamagedAnswersTest.class);

    @TempDir
    private Path directory;

    @Test
    void no_message_of_a_job_throws_whatever_is_in_it() {
        Random random = new Random(SEED);
        List<String> rubbish = List.of(
                "",
                "x",
                "-1 -1",
                "99999999999999999999 1",
                "\0",
                "1e9",
                "null",
                "[]",
                "{}",
                "{\"result\":1}",
                "[".repeat(100_000),
                "{\"result\":[" + "1".repeat(100_000) + "],\"error\":null}",
                "\"".repeat(99),
                "\\");
        for (String word : List.of(Frame.LOGGED, Frame.ANSWER, OutputCheck.FRAME, "unknown", "")) {
            for (String body : rubbish) {
                assertTaken(word, body);
            }
            for (int i = 0; i < 100; i++) {
                StringBuilder body = new StringBuilder();
                random.ints(20, 32, 127).forEach(c -> body.append((char) c));
                assertTaken(word, body.toString());
            }
        }
    }

    private void assertTaken(String word, String body) {
        JobOutput output = output();
        assertThatCode(() -> output.frame(new Frame(word, body)))
                .as("seed %d: %s %s", SEED, word, body)
                .doesNotThrowAnyException();
        assertThat(output.logged()).isGreaterThanOrEqualTo(-1);
        assertThat(output.saysDone()).isFalse();
    }

    @Test
    void a_result_of_millions_of_values_is_refused_before_it_is_read_and_one_long_text_is_not() {
        JobOutput many = output();
        many.frame(new Frame(Frame.ANSWER, "{\"result\":[" + "0,".repeat(8_000_000) + "0],\"error\":null}"));
        assertThat(many.badAnswer())
                .isEqualTo(
                        "its result holds more than 250000 values; let it write a file and return the path, or return"
                                + " them as one text");
        assertThat(many.answer()).isNull();

        JobOutput text = output();
        text.frame(new Frame(Frame.ANSWER, "{\"result\":\"" + "0,[{\\\"".repeat(1_000_000) + "\",\"error\":null}"));
        assertThat(text.badAnswer()).isNull();
        assertThat(text.answer()).isNotNull();
    }

    private JobOutput output() {
        return new JobOutput(
                ComputeJob.command("node1", "true"),
                LogManager.getLogger("test"),
                new JobListener() {},
                OutputFiles.of(directory, "node1", 1, 1, "true"),
                Scheduler.system());
    }
}
