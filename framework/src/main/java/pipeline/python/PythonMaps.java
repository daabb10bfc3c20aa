package pipeline.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import pipeline.mapfile.AlignedMaps;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.MapfileException;
import tools.jackson.databind.JsonNode;

/** Maps as messages for Python, and back. */
final class PythonMaps {

    private PythonMaps() {}

    /** Returns what is not skipped. */
    static List<Map<String, Object>> entries(DataMap map) {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (MapEntry entry : map.active()) {
            entries.add(Map.of("host", entry.host(), "files", entry.activeFiles()));
        }
        return entries;
    }

    /**
     * Returns the rows of maps that are skipped in none, each its host and a file of each map.
     *
     * @throws MapfileException if the maps do not align
     */
    static List<List<String>> rows(List<DataMap> maps) throws MapfileException {
        AlignedMaps aligned =
                AlignedMaps.of(maps.get(0), maps.subList(1, maps.size()).toArray(DataMap[]::new));
        List<List<String>> rows = new ArrayList<>();
        for (AlignedMaps.Row row : aligned.active()) {
            List<String> words = new ArrayList<>(List.of(row.host()));
            for (int i = 0; i < maps.size(); i++) {
                words.add(row.file(i));
            }
            rows.add(words);
        }
        return rows;
    }

    static DataMap map(JsonNode entries) {
        List<MapEntry> all = new ArrayList<>();
        for (JsonNode entry : entries) {
            all.add(MapEntry.of(
                    entry.path("host").asString(),
                    entry.path("file").asString(),
                    entry.path("skip").asBoolean()));
        }
        return DataMap.of(all);
    }
}
