package pipeline.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.job.wire.JobVariables;

class RecordSpoolTest {

    @TempDir
    Path directory;

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final TextOutlet complaints = new TextOutlet(new PrintStream(errors, true, UTF_8));

    @Test
    void there_is_one_only_where_the_environment_names_a_directory_and_an_attempt() {
        assertThat(RecordSpool.from(Map.of(), complaints)).isNull();
        assertThat(RecordSpool.from(Map.of(JobVariables.LOG_SPOOL, "/x"), complaints))
                .isNull();
        assertThat(RecordSpool.from(Map.of(JobVariables.MARK, "s/7.1"), complaints))
                .isNull();
        assertThat(RecordSpool.from(Map.of(JobVariables.LOG_SPOOL, "/x", JobVariables.MARK, "s/7.1"), complaints))
                .isNotNull();
    }

    @Test
    void a_program_that_logs_nothing_makes_no_file() throws IOException {
        spool("7.1", "a", RecordSpool.LIMIT).close();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void records_are_kept_line_by_line_for_the_user_alone() throws IOException {
        try (RecordSpool spool = spool("7.1", "a", RecordSpool.LIMIT)) {
            assertThat(spool.keep(record(1, "one"))).isTrue();
            assertThat(spool.keep(record(2, "two\nlines"))).isTrue();
            assertThat(spool.last()).isEqualTo(2);
        }
        assertThat(Files.readAllLines(file())).hasSize(2).allMatch(line -> line.startsWith("7.1 a "));
        assertThat(Files.getPosixFilePermissions(file()))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void each_sender_reads_its_own_records_after_a_number_in_their_order() throws IOException {
        try (RecordSpool one = spool("7.1", "a", RecordSpool.LIMIT);
                RecordSpool other = spool("7.1", "ab", RecordSpool.LIMIT);
                RecordSpool next = spool("7.11", "a", RecordSpool.LIMIT)) {
            for (int i = 1; i <= 5; i++) {
                one.keep(record(i, "one " + i));
                other.keep(record(i, "other " + i));
                next.keep(record(i, "next " + i));
            }
            assertThat(read(one, 2, 4)).containsExactly("3 one 3", "4 one 4");
            assertThat(read(one, 4, 9)).containsExactly("5 one 5");
            assertThat(read(one, 5, 9)).isEmpty();
            assertThat(read(one, 0, 2)).as("a new master has nothing yet").containsExactly("1 one 1", "2 one 2");
            assertThat(read(other, 4, 5)).containsExactly("5 other 5");
        }
    }

    @Test
    void a_line_cut_off_by_a_full_disk_is_passed_over() throws IOException {
        try (RecordSpool spool = spool("7.1", "a", RecordSpool.LIMIT)) {
            spool.keep(record(1, "one"));
            Files.writeString(file(), "7.1\n7.1 a x {}\n\n7.1 b 1 {\"se", StandardOpenOption.APPEND);
            Files.writeString(file(), "\n", StandardOpenOption.APPEND);
            spool.keep(record(2, "two"));
            assertThat(read(spool, 0, 2)).containsExactly("1 one", "2 two");
        }
    }

    @Test
    void a_spool_that_is_full_keeps_the_oldest_and_says_so_once() throws IOException {
        try (RecordSpool spool = spool("7.1", "a", 400)) {
            assertThat(spool.keep(record(1, "x".repeat(100)))).isTrue();
            assertThat(spool.keep(record(2, "x".repeat(300)))).isFalse();
            assertThat(spool.keep(record(3, "short")))
                    .as("what follows a gap helps nobody")
                    .isFalse();
            assertThat(spool.last()).isEqualTo(1);
        }
        assertThat(errors.toString(UTF_8)).containsOnlyOnce("is full").containsOnlyOnce("\n");
    }

    @Test
    void a_spool_that_cannot_be_written_says_so_once() {
        RecordSpool spool = new RecordSpool(directory.resolve("nowhere"), "7.1", "a", complaints, RecordSpool.LIMIT);
        assertThat(spool.keep(record(1, "one"))).isFalse();
        assertThat(spool.keep(record(2, "two"))).isFalse();
        spool.close();
        assertThat(errors.toString(UTF_8)).containsOnlyOnce("cannot be written").containsOnlyOnce("\n");
    }

    private RecordSpool spool(String attempt, String sender, long limit) {
        return new RecordSpool(directory, attempt, sender, complaints, limit);
    }

    private Path file() {
        return directory.resolve("records");
    }

    private static JobLogRecord record(long number, String message) {
        return new JobLogRecord(number, Instant.EPOCH, LogLevel.INFO, "node.a.b", message, null);
    }

    private static List<String> read(RecordSpool spool, long after, long upTo) throws IOException {
        List<String> read = new ArrayList<>();
        spool.read(after, upTo, (number, line) -> {
            try {
                read.add(number + " " + ((JobLogRecord) LogWireFormat.read(line)).message());
            } catch (LogWireException e) {
                throw new AssertionError(e);
            }
        });
        return read;
    }
}
