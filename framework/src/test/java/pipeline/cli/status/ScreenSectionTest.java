package pipeline.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ScreenSectionTest {

    private static ScreenSection section(String title, int items, int height, int hidden) {
        List<List<String>> made = new ArrayList<>();
        for (int i = 1; i <= items; i++) {
            List<String> lines = new ArrayList<>();
            for (int line = 0; line < height; line++) {
                lines.add(title + i + "+".repeat(line));
            }
            made.add(lines);
        }
        return new ScreenSection(title, made, hidden, left -> "and " + left);
    }

    @Test
    void without_a_screen_everything_is_there_and_what_is_never_shown_is_counted() {
        assertThat(ScreenSection.lines(List.of(section("a", 2, 2, 0), section("b", 1, 1, 7)), OptionalInt.empty()))
                .containsExactly("", "a", "a1", "a1+", "a2", "a2+", "", "b", "b1", "and 7");
    }

    @Test
    void items_share_the_room_in_turns_and_what_is_left_out_is_counted() {
        assertThat(ScreenSection.lines(List.of(section("a", 9, 1, 3), section("b", 2, 1, 0)), OptionalInt.of(8)))
                .containsExactly("a", "a1", "a2", "a3", "and 9", "b", "b1", "b2");
    }

    @Test
    void no_section_is_without_its_first_item_however_little_room_there_is() {
        assertThat(ScreenSection.lines(List.of(section("a", 2, 1, 0), section("b", 1, 1, 0)), OptionalInt.of(1)))
                .containsExactly("a", "a1", "and 1", "b", "b1");
    }

    @Test
    void the_screen_is_never_passed_once_each_section_has_an_item() {
        for (int room = 12; room < 60; room++) {
            List<ScreenSection> sections =
                    List.of(section("a", 20, 1, 480), section("b", 10, 1, 90), section("c", 4, 2, 0));
            assertThat(ScreenSection.lines(sections, OptionalInt.of(room))).hasSizeLessThanOrEqualTo(room);
        }
    }
}
