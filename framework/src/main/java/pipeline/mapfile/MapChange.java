package pipeline.mapfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is different between two maps: a file on a host, at any place.
 *
 * <pre>{@code
 * DataMap before = Mapfile.read(Path.of("yesterday.mapfile"));
 * List<MapChange> changes = MapChange.between(before, Mapfile.read(Path.of("today.mapfile")));
 * String summary = MapChange.summary(changes);
 * }</pre>
 */
public record MapChange(Kind kind, String host, String file) {

    /** What happened to a file. */
    public enum Kind {
        CAME,
        LEFT,
        /** It is marked now and was not. */
        SKIPPED,
        /** It was marked and is not now. */
        TAKEN;

        /** Returns the word for it in messages. */
        public String word() {
            return switch (this) {
                case CAME -> "came";
                case LEFT -> "left";
                case SKIPPED -> "skipped";
                case TAKEN -> "taken";
            };
        }
    }

    private record Place(String host, String file) {}

    /** Returns the changes: what left and what is marked otherwise in the order of the old map, then what came. */
    public static List<MapChange> between(DataMap old, DataMap other) {
        Map<Place, List<Boolean>> before = marks(old);
        Map<Place, List<Boolean>> now = marks(other);
        List<MapChange> changes = new ArrayList<>();
        before.forEach((place, marks) -> {
            List<Boolean> marksNow = now.getOrDefault(place, List.of());
            for (int i = 0; i < marks.size(); i++) {
                if (i >= marksNow.size()) {
                    changes.add(new MapChange(Kind.LEFT, place.host(), place.file()));
                } else if (!marks.get(i).equals(marksNow.get(i))) {
                    changes.add(new MapChange(marksNow.get(i) ? Kind.SKIPPED : Kind.TAKEN, place.host(), place.file()));
                }
            }
        });
        now.forEach((place, marks) -> {
            for (int i = before.getOrDefault(place, List.of()).size(); i < marks.size(); i++) {
                changes.add(new MapChange(Kind.CAME, place.host(), place.file()));
            }
        });
        return changes;
    }

    private static Map<Place, List<Boolean>> marks(DataMap map) {
        Map<Place, List<Boolean>> marks = new LinkedHashMap<>();
        for (MapEntry entry : map.entries()) {
            for (int i = 0; i < entry.files().size(); i++) {
                marks.computeIfAbsent(new Place(entry.host(), entry.files().get(i)), place -> new ArrayList<>())
                        .add(entry.skip() || entry.fileSkips().get(i));
            }
        }
        return marks;
    }

    /** Counts changes in a few words. */
    public static String summary(List<MapChange> changes) {
        if (changes.isEmpty()) {
            return "nothing is different";
        }
        List<String> counts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            long count =
                    changes.stream().filter(change -> change.kind() == kind).count();
            if (count > 0) {
                counts.add(count + " " + kind.word());
            }
        }
        return String.join(", ", counts);
    }
}
