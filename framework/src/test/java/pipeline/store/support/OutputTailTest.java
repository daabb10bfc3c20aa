package pipeline.store.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTailTest {

    @TempDir
    private Path directory;

    @Test
    void a_short_file_is_shown_whole() throws IOException {
        Path file = Files.writeString(directory.resolve("out"), "h\u00e9llo\n");
        assertThat(OutputTail.of(file.toString())).hasValue("h\u00e9llo\n");
    }

    @Test
    void of_a_long_file_the_end_is_shown_from_a_whole_character_on() throws IOException {
        Path file = Files.writeString(directory.resolve("out"), "\u20ac".repeat(OutputTail.LONGEST));
        String shown = OutputTail.of(file.toString()).orElseThrow();
        assertThat(shown).hasSize(OutputTail.LONGEST / 3).matches("\u20ac+");
    }

    @Test
    void what_is_not_there_or_is_no_file_is_not_shown() {
        assertThat(OutputTail.of(null)).isEmpty();
        assertThat(OutputTail.of(directory.resolve("gone").toString())).isEmpty();
        assertThat(OutputTail.of(directory.toString())).isEmpty();
        assertThat(OutputTail.of("\0")).isEmpty();
    }
}
