package pipeline.documents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownOutputTest {

    @Test
    void lines_may_come_in_another_order() {
        assertThat(ShownOutput.differences("a\nb\n", "b\na\n")).isEmpty();
    }

    @Test
    void a_line_that_was_not_printed_is_reported() {
        assertThat(ShownOutput.differences("a\nb\n", "a\n")).containsExactly("shown, but not printed: b");
    }

    @Test
    void a_line_that_is_shown_twice_must_be_printed_twice() {
        assertThat(ShownOutput.differences("a\na\n", "a\n")).containsExactly("shown, but not printed: a");
    }

    @Test
    void a_line_that_is_not_shown_is_reported() {
        assertThat(ShownOutput.differences("a\n", "a\nb\n")).containsExactly("printed, but not shown: b");
    }

    @Test
    void dots_stand_for_text_and_for_lines() {
        assertThat(ShownOutput.differences("a ... [c]\n...\n", "x\na b [c]\ny\n"))
                .isEmpty();
        assertThat(ShownOutput.differences("a ... c\n", "a b d\n")).hasSize(2);
    }

    @Test
    void a_time_stands_for_any_time() {
        assertThat(ShownOutput.differences("2026-10-28 14:14:18 x\n", "1999-01-01 00:00:00 x\n"))
                .isEmpty();
        assertThat(ShownOutput.differences("2026-10-28T14:14:18\n", "1999-01-01 00:00:00\n"))
                .hasSize(2);
    }

    @Test
    void log_lines_of_pipelines_own_parts_need_not_be_shown() {
        assertThat(ShownOutput.differences("a\n", "a\n2026-10-28 14:14:18 INFO    pipeline.remote: b\n"))
                .isEmpty();
    }
}
