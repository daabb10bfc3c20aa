package pipeline.cli.summary;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a run came to its end.
 *
 * @param exitCode with which the process ends
 * @param how what ended it before its end; empty if nothing did
 */
public record RunEnding(Instant ended, int exitCode, String how, Notes notes, Results results) {

    /**
     * What else is to be said, a line each.
     *
     * @param mapChanges what left its maps, and came into them, since the last run
     * @param again the commands that do what is left
     */
    public record Notes(List<String> remarks, List<String> mapChanges, List<String> again) {

        public static final Notes NONE = new Notes(List.of(), List.of(), List.of());

        public Notes {
            remarks = List.copyOf(remarks);
            mapChanges = List.copyOf(mapChanges);
            again = List.copyOf(again);
        }
    }

    /**
     * What the recipe gave.
     *
     * @param text whole, as people read it; empty if nothing is known of it
     */
    public record Results(String text, ObjectNode json) {}
}
