package pipeline.parset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTextTest {

    @TempDir
    Path directory;

    @Test
    void lines_and_columns_count_from_one_and_in_code_points() {
        SourceText source = SourceText.of("x", "ab\r\n\ud83d\ude00c\nd");
        assertThat(source.line(0)).isEqualTo(1);
        assertThat(source.line(4)).isEqualTo(2);
        assertThat(source.column(6)).isEqualTo(2);
        assertThat(source.line(8)).isEqualTo(3);
        assertThat(source.column(8)).isEqualTo(1);
    }

    @Test
    void the_end_of_the_text_is_shown_behind_its_last_character() {
        SourceText source = SourceText.of("x", "ab\ncd  \n\n");
        assertThat(source.line(9)).isEqualTo(2);
        assertThat(source.column(9)).isEqualTo(3);
        assertThat(source.excerpt(9)).isEqualTo("  cd  \n    ^");
        assertThat(source.found(9)).isEqualTo("the end of the file");
        assertThat(source.found(2)).isEqualTo("the end of the line");
        assertThat(SourceText.of("x", "").excerpt(0)).isEqualTo("  \n  ^");
    }

    @Test
    void a_long_line_is_cut_around_the_caret() {
        SourceText source = SourceText.of("x", "a".repeat(5_000_000) + "X" + "b".repeat(5_000_000));
        assertThat(source.column(5_000_000)).isEqualTo(5_000_001);
        assertThat(source.excerpt(5_000_000))
                .isEqualTo("  ..." + "a".repeat(60) + "X" + "b".repeat(39) + "...\n" + " ".repeat(65) + "^");
    }

    @Test
    void a_cut_does_not_part_a_surrogate_pair() {
        SourceText source = SourceText.of("x", "\ud83d\ude00".repeat(50) + "aX" + "b" + "\ud83d\ude00".repeat(50));
        assertThat(source.excerpt(101))
                .isEqualTo("  ..." + "\ud83d\ude00".repeat(30) + "aXb" + "\ud83d\ude00".repeat(19) + "...\n"
                        + " ".repeat(36) + "^");
    }

    @Test
    void tabs_and_what_does_not_print_leave_the_caret_in_its_place() {
        assertThat(SourceText.of("x", "\ta\u0007\u202e\u0085b").excerpt(5)).isEqualTo("   a???b\n       ^");
    }

    @Test
    void a_byte_order_mark_is_dropped() throws Exception {
        assertThat(SourceText.of("x", "\ufeffab").text()).isEqualTo("ab");
        assertThat(SourceText.read(file(bytes("\ufeffab"))).text()).isEqualTo("ab");
    }

    @Test
    void a_replacement_character_that_stands_in_the_file_is_a_character() throws Exception {
        assertThat(SourceText.read(file(bytes("a\ufffdb"))).text()).isEqualTo("a\ufffdb");
    }

    @Test
    void a_byte_that_is_not_utf_8_is_refused_where_it_stands() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(bytes("\ufeffhost = [ a,\n  caf"));
        bytes.write(0xe9);
        bytes.writeBytes(bytes(", \ufffd ]"));
        Path file = file(bytes.toByteArray());
        assertThat(failure(file))
                .isEqualTo(file + ":2:6: the byte 0xe9 is not UTF-8, expected a text in UTF-8; convert the file, with"
                        + " iconv for example\n    caf\ufffd, \ufffd ]\n       ^");
    }

    @Test
    void a_malformed_byte_is_found_behind_many_good_ones() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(bytes("\u00e9".repeat(200_000)));
        bytes.write(0xc3);
        assertThat(failure(file(bytes.toByteArray()))).contains(":1:200001: the byte 0xc3 is not UTF-8");
    }

    @Test
    void a_missing_file_and_a_directory_are_named() {
        Path missing = directory.resolve("none.map");
        assertThat(failure(missing))
                .isEqualTo(missing + ": no such file; check the path (it is taken from "
                        + Path.of("").toAbsolutePath() + ")");
        assertThat(failure(directory)).isEqualTo(directory + ": is a directory, expected a file");
    }

    @Test
    void a_file_that_cannot_be_read_is_named_with_the_reason() throws IOException {
        Path loop = directory.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        assertThat(failure(loop)).startsWith(loop + ": cannot be read (").endsWith("); check the path");
    }

    @Test
    void a_file_that_belongs_to_somebody_else_is_named() throws IOException {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may read everything");
        Path file = file(bytes("a"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assertThat(failure(file)).isEqualTo(file + ": may not be read by this user; check its permissions");
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("a.map"), bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String failure(Path file) {
        return catchThrowableOfType(ParsetException.class, () -> SourceText.read(file))
                .getMessage();
    }
}
