package pipeline.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;

class LinePrinterTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(out, false, UTF_8);
    private final ComputeJob first = ComputeJob.command("n1", "x");
    private final ComputeJob second = ComputeJob.command("n2", "x");

    @Test
    void pieces_of_lines_of_different_jobs_do_not_mix() {
        LinePrinter printer = new LinePrinter(stream, false);

        printer.stdout(first, bytes("one "), false);
        printer.stdout(second, bytes("two"), true);
        printer.stdout(first, bytes("line"), true);

        assertThat(out.toString(UTF_8)).isEqualTo("two\none line\n");
    }

    @Test
    void a_last_line_without_end_gets_none() {
        LinePrinter printer = new LinePrinter(stream, false);

        printer.stdout(first, bytes("a"), true);
        printer.stdout(first, bytes("b"), false);
        printer.ended(Outcome.parked(first, "gone"));
        printer.ended(Outcome.parked(second, "printed nothing"));

        assertThat(out.toString(UTF_8)).isEqualTo("a\nb");
        assertThat(printer.hasJoinedLines()).isFalse();
    }

    @Test
    void what_follows_a_last_line_without_end_goes_on_in_it_and_that_is_known() {
        LinePrinter printer = new LinePrinter(stream, false);

        printer.stdout(first, bytes("a"), false);
        printer.stdout(second, bytes("whole"), true);
        printer.ended(Outcome.parked(first, "gone"));
        assertThat(printer.hasJoinedLines()).isFalse();
        printer.stdout(second, bytes("next"), true);

        assertThat(out.toString(UTF_8)).isEqualTo("whole\nanext\n");
        assertThat(printer.hasJoinedLines()).isTrue();
    }

    @Test
    void with_a_tag_a_last_line_without_end_gets_one() {
        LinePrinter printer = new LinePrinter(stream, true);

        printer.stdout(first, bytes("a"), false);
        printer.ended(Outcome.parked(first, "gone"));
        printer.stdout(second, bytes("b"), true);

        assertThat(out.toString(UTF_8)).isEqualTo("n1\ta\nn2\tb\n");
        assertThat(printer.hasJoinedLines()).isFalse();
    }

    @Test
    void a_tag_stands_once_before_each_line() {
        LinePrinter printer = new LinePrinter(stream, true);

        printer.stdout(first, bytes("a"), false);
        printer.stdout(first, bytes("b"), true);
        printer.stdout(first, bytes(""), true);

        assertThat(out.toString(UTF_8)).isEqualTo("n1\tab\nn1\t\n");
    }

    @Test
    void a_line_that_is_too_long_to_keep_is_printed_in_pieces() {
        LinePrinter printer = new LinePrinter(stream, true);

        printer.stdout(first, new byte[2 << 20], false);

        assertThat(out.size()).isEqualTo((2 << 20) + 3);
        printer.stdout(first, bytes("end"), true);
        assertThat(out.size()).isEqualTo((2 << 20) + 7);
    }

    @Test
    void bytes_arrive_as_they_are() {
        byte[] binary = {0, (byte) 0xff, '\r', (byte) 0xc3};

        new LinePrinter(stream, false).stdout(first, binary, true);

        assertThat(out.toByteArray()).containsExactly(0, 0xff, '\r', 0xc3, '\n');
    }

    @Test
    void lines_of_jobs_on_many_threads_stay_whole() throws Exception {
        LinePrinter printer = new LinePrinter(stream, true);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ComputeJob job = ComputeJob.command("n" + i, "x");
            threads.add(new Thread(() -> {
                for (int line = 0; line < 200; line++) {
                    printer.stdout(job, bytes("begin "), false);
                    printer.stdout(job, bytes("end"), true);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(out.toString(UTF_8).lines()).hasSize(1600).allMatch(line -> line.matches("n\\d\tbegin end"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
