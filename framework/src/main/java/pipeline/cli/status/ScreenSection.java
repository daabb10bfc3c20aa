package pipeline.cli.status;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongFunction;

/**
 * A part of a screen: a title, and below it items, of which some can be left out.
 *
 * @param items each with its lines, the most important first
 * @param hidden how many more there are that are never shown
 * @param rest the line for so many items that are left out
 */
record ScreenSection(String title, List<List<String>> items, long hidden, LongFunction<String> rest) {

    ScreenSection {
        items = items.stream().map(List::copyOf).toList();
    }

    /**
     * Returns the lines of sections. With little room they get items in turns, as long as there is room, and stand close together.
     *
     * @param room how many lines; empty for as many as it takes
     */
    static List<String> lines(List<ScreenSection> sections, OptionalInt room) {
        int[] shown = room.isPresent() ? fitting(sections, room.getAsInt()) : whole(sections);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < shown.length; i++) {
            ScreenSection section = sections.get(i);
            if (room.isEmpty()) {
                lines.add("");
            }
            lines.add(section.title());
            section.items().subList(0, shown[i]).forEach(lines::addAll);
            long left = section.items().size() - shown[i] + section.hidden();
            if (left > 0) {
                lines.add(section.rest().apply(left));
            }
        }
        return lines;
    }

    private static int[] whole(List<ScreenSection> sections) {
        return sections.stream().mapToInt(section -> section.items().size()).toArray();
    }

    private static int[] fitting(List<ScreenSection> sections, int room) {
        int[] shown = new int[sections.size()];
        int left = room - 2 * shown.length;
        boolean isGrowing = true;
        while (isGrowing) {
            isGrowing = false;
            for (int i = 0; i < shown.length; i++) {
                List<List<String>> items = sections.get(i).items();
                if (shown[i] == items.size()) {
                    continue;
                }
                // with the last item the line that counts the rest goes
                int cost = items.get(shown[i]).size()
                        - (shown[i] + 1 == items.size() && sections.get(i).hidden() == 0 ? 1 : 0);
                if (cost <= left || shown[i] == 0) {
                    left -= cost;
                    shown[i]++;
                    isGrowing = true;
                }
            }
        }
        return shown;
    }
}
