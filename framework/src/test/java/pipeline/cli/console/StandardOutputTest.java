package pipeline.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import pipeline.cli.common.CliEnvironment;

class StandardOutputTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Takes so many bytes and no more. */
    private static final class Narrow extends OutputStream {
        private int room = 10;

        @Override
        public void write(int b) throws IOException {
            if (room-- <= 0) {
                throw new IOException("whatever the system calls it in its language");
            }
        }
    }

    @Test
    void who_stops_to_read_a_pipe_has_had_enough() {
        PrintStream out = StandardOutput.to(new Narrow(), () -> true, false);
        out.print("a line that is too long\n");
        assertThat(out.checkError()).isTrue();
        assertThat(around(out).isOutWritten()).isTrue();
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void a_file_that_cannot_be_written_or_a_pipe_that_does_not_wait_is_a_failure() {
        PrintStream out = StandardOutput.to(new Narrow(), () -> false, false);
        out.print("a line that is too long\n");
        assertThat(around(out).isOutWritten()).isFalse();
        assertThat(err.toString(UTF_8)).isEqualTo("pipeline: standard output could not be written completely\n");
    }

    @Test
    void what_goes_out_goes_out_as_utf_8() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream out = StandardOutput.to(written, () -> true, false);
        out.print("\u00e9\uD83D\uDE00\n");
        out.write('x');
        assertThat(around(out).isOutWritten()).isTrue();
        assertThat(written.toString(UTF_8)).isEqualTo("\u00e9\uD83D\uDE00\nx");
    }

    private CliEnvironment around(PrintStream out) {
        return new CliEnvironment(
                out, new PrintStream(err, true, UTF_8), Tty.nobody(), Path.of("/"), Map.of(), Clock.systemUTC());
    }
}
