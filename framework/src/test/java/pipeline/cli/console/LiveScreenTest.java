package pipeline.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveScreenTest {

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private LiveScreen.Size size = new LiveScreen.Size(20, 10);
    private final LiveScreen screen = new LiveScreen(terminal, () -> Optional.of(size));
    private OutputStream scrolling;

    @BeforeEach
    void connect() {
        scrolling = screen.over(terminal);
    }

    @Test
    void what_is_printed_scrolls_above_the_lines() throws Exception {
        screen.show(known -> List.of("bar", "host"));
        scrolling.write("log\n".getBytes(UTF_8));
        screen.clear();

        assertThat(drawn()).isEqualTo("bar\nhost\n" + erased(2) + "log\nbar\nhost\n" + erased(2));
    }

    @Test
    void a_line_that_is_not_whole_is_not_cut_by_the_lines() throws Exception {
        screen.show(known -> List.of("bar"));
        scrolling.write("50 ".getBytes(UTF_8));
        screen.show(known -> List.of("bar 2"));
        scrolling.write("%\n".getBytes(UTF_8));

        assertThat(drawn()).isEqualTo("bar\n" + erased(1) + "50 %\nbar 2\n");
    }

    @Test
    void lines_that_wrap_since_the_terminal_is_narrower_are_erased_as_well() {
        screen.show(known -> List.of("x".repeat(20), "y"));
        size = new LiveScreen.Size(7, 10);
        screen.resized();
        screen.clear();

        assertThat(drawn()).endsWith(erased(4));
    }

    @Test
    void lines_are_made_for_the_size_that_the_terminal_has_and_do_nothing_to_it() {
        screen.show(known -> List.of(known.columns() + "x" + known.rows(), "a\u001b[2J\nb"));

        assertThat(drawn()).isEqualTo("20x10\na\\x1b[2J\\nb\n");
    }

    @Test
    void a_terminal_that_says_no_size_has_the_usual_one() {
        assertThat(TerminalSize.read("0", "0")).isEmpty();
        assertThat(TerminalSize.read("24", "0")).isEmpty();
        assertThat(TerminalSize.read("")).isEmpty();
        assertThat(TerminalSize.read("24", "80")).contains(new LiveScreen.Size(80, 24));

        LiveScreen unknown = new LiveScreen(terminal, Optional::empty);
        unknown.show(known -> List.of(known.columns() + "x" + known.rows()));
        assertThat(drawn()).isEqualTo("80x24\n");
    }

    @Test
    void without_lines_nothing_is_changed() throws Exception {
        scrolling.write("log\n".getBytes(UTF_8));
        scrolling.write('x');
        screen.clear();

        assertThat(drawn()).isEqualTo("log\nx");
    }

    private String drawn() {
        return terminal.toString(UTF_8);
    }

    private static String erased(int rows) {
        return "\u001b[" + rows + "A\r\u001b[J";
    }
}
