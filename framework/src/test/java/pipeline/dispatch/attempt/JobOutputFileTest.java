package pipeline.dispatch.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.dispatch.queue.JobBatch;
import pipeline.dispatch.queue.QueuePosition;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.log.LogLevel;
import pipeline.log.server.LoggingSettings;
import pipeline.log.server.MasterLogging;

class JobOutputFileTest {

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private MasterLogging logging;

    @BeforeEach
    void listen() throws Exception {
        LoggingSettings lines = new LoggingSettings(Optional.empty(), "%(levelname)s %(message)s", "");
        logging = MasterLogging.start(lines, LogLevel.WARNING, "recipe", console);
    }

    @AfterEach
    void stopListening() {
        logging.close();
    }

    @Test
    void there_is_no_file_where_nothing_is_written() {
        JobOutputFile file = file(directory.resolve("a/1.out"));
        assertThat(file.close()).isNull();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void bytes_can_be_read_as_soon_as_they_are_written() {
        Path path = directory.resolve("a/1.out");
        JobOutputFile file = file(path);
        write(file, "one");
        assertThat(path).hasContent("one");
        write(file, "two");
        assertThat(file.close()).isEqualTo(path);
        assertThat(path).hasContent("onetwo");
    }

    @Test
    void what_comes_after_the_end_is_dropped() {
        JobOutputFile file = file(directory.resolve("1.out"));
        file.close();
        write(file, "late");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_disk_that_is_full_earns_one_warning() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        JobOutputFile file = file(full);
        write(file, "one");
        write(file, "two");
        file.close();
        assertThat(console.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("WARNING output of the job can no longer be written to /dev/full")
                .contains("No space left on device");
    }

    @Test
    void a_directory_that_cannot_be_made_earns_one_warning() throws Exception {
        Path blocked = Files.createFile(directory.resolve("a")).resolve("1.out");
        JobOutputFile file = file(blocked);
        write(file, "one");
        write(file, "two");
        assertThat(file.close()).isNull();
        assertThat(console.toString(UTF_8).lines()).hasSize(1);
    }

    @Test
    void a_jobs_files_are_named_after_host_number_and_program() {
        RunIdentity run = new RunIdentity("recipe", "job", directory);
        assertThat(run.outputFiles(queued("/opt/my tool"), 1).stdout())
                .isEqualTo(directory.resolve("lce001").resolve("7.my_tool.out"));
        assertThat(run.outputFiles(queued("/opt/my tool"), 2).stderr())
                .isEqualTo(directory.resolve("lce001").resolve("7.a2.my_tool.err"));
        assertThat(run.outputFiles(queued("x".repeat(300)), 1).stdout().getFileName())
                .hasToString("7." + "x".repeat(64) + ".out");
    }

    private static QueuedJob queued(String program) {
        return new QueuedJob(
                new JobBatch(1, 1, JobListener.NONE),
                0,
                7,
                ComputeJob.command("lce001", program),
                new QueuePosition(5, Instant.EPOCH, 0));
    }

    private static JobOutputFile file(Path path) {
        return new JobOutputFile(path, LogManager.getLogger("node.a.b"));
    }

    private static void write(JobOutputFile file, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        file.write(bytes, 0, bytes.length);
    }
}
