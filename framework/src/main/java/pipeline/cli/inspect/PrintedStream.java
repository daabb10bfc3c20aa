package pipeline.cli.inspect;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import pipeline.cli.table.AttemptOutput;

/** What an attempt leaves to read. */
enum PrintedStream {
    STDOUT("standard output"),
    STDERR("standard error"),
    RECORDS("log records");

    private final String words;

    PrintedStream(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Returns the file of an attempt; null if there is none. */
    @Nullable
    Path file(AttemptOutput output) {
        return switch (this) {
            case STDOUT -> output.stdout();
            case STDERR -> output.stderr();
            case RECORDS -> output.records();
        };
    }
}
