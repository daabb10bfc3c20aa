package pipeline.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FatalErrorHandlerTest {

    private static final int INTERNAL = 70;

    @TempDir
    Path directory;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Integer> halted = new ArrayList<>();

    @Test
    void an_error_is_said_in_one_line_kept_in_the_log_file_and_ends_the_process() {
        Path log = directory.resolve("pipeline.log");
        errors(Optional.of(log), false)
                .uncaughtException(new Thread("job-table"), new OutOfMemoryError("Java heap space"));
        assertThat(err.toString(UTF_8))
                .isEqualTo(
                        "pipeline: internal error in the thread job-table: java.lang.OutOfMemoryError: Java heap space;"
                                + " the stack trace is in " + log
                                + "; this process ends, what runs goes on, and the next start with"
                                + " this job name picks it up\n");
        assertThat(log).content().contains("OutOfMemoryError: Java heap space\n\tat ");
        assertThat(halted).containsExactly(INTERNAL);
    }

    @Test
    void the_stack_trace_is_printed_when_debugging_or_where_there_is_no_log_file() {
        errors(Optional.of(directory.resolve("x")), true).uncaughtException(new Thread("t"), new StackOverflowError());
        errors(Optional.of(directory), false).uncaughtException(new Thread("t"), new StackOverflowError());
        errors(Optional.empty(), false).uncaughtException(new Thread("t"), new StackOverflowError());
        assertThat(err.toString(UTF_8).split("StackOverflowError\n\tat ", -1)).hasSize(4);
        assertThat(halted).hasSize(3);
    }

    @Test
    void what_is_no_error_is_said_and_costs_its_thread_only() {
        errors(Optional.empty(), false).uncaughtException(new Thread("of-a-recipe"), new IllegalStateException("no"));
        assertThat(err.toString(UTF_8))
                .startsWith("pipeline: a fault in the thread of-a-recipe: java.lang.IllegalStateException: no\n");
        assertThat(halted).isEmpty();
    }

    @Test
    void the_process_ends_although_nothing_can_be_said() {
        PrintStream broken = new PrintStream(err, true, UTF_8) {
            @Override
            public void print(String text) {
                throw new OutOfMemoryError("once more");
            }
        };
        FatalErrorHandler errors = new FatalErrorHandler(broken, Optional.empty(), false, () -> INTERNAL, halted::add);
        try {
            errors.uncaughtException(new Thread("t"), new OutOfMemoryError("first"));
        } catch (OutOfMemoryError e) {
            assertThat(e).hasMessage("once more");
        }
        assertThat(halted).containsExactly(INTERNAL);
    }

    private FatalErrorHandler errors(Optional<Path> logFile, boolean isDebugging) {
        return new FatalErrorHandler(
                new PrintStream(err, true, UTF_8), logFile, isDebugging, () -> INTERNAL, halted::add);
    }
}
