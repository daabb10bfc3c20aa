package pipeline.recipes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.job.Outcome;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes a map for each key of the dicts that jobs printed: the values in place of the files. */
final class ResultMaps {

    private static final JsonMapper JSON = new JsonMapper();

    private ResultMaps() {}

    /**
     * Returns the maps by key, in the order in which the keys come first.
     *
     * @param map what the jobs were made of: an entry whose job gave no value is marked skip
     * @param outcomes one for each entry that is not skipped
     */
    static Map<String, DataMap> of(DataMap map, List<Outcome> outcomes) {
        Map<Integer, JsonNode> results = new LinkedHashMap<>();
        Map<String, DataMap> maps = new LinkedHashMap<>();
        List<MapEntry> active = map.active();
        for (int i = 0; i < active.size(); i++) {
            JsonNode dict = dict(outcomes.get(i));
            if (dict != null) {
                results.put(active.get(i).index(), dict);
            }
        }
        results.values().stream()
                .flatMap(dict -> dict.propertyNames().stream())
                .forEach(key -> maps.computeIfAbsent(
                        key, name -> map.mapping(entry -> entry(entry, results.get(entry.index()), name))));
        return maps;
    }

    private static @Nullable JsonNode dict(Outcome outcome) {
        try {
            return outcome.result(String.class)
                    .map(JSON::readTree)
                    .filter(JsonNode::isObject)
                    .orElse(null);
        } catch (JacksonException e) {
            return null; // no JSON: a program that returns no dict
        }
    }

    private static MapEntry entry(MapEntry entry, @Nullable JsonNode dict, String key) {
        List<String> values = dict == null || !dict.has(key) ? List.of() : values(dict.get(key));
        boolean isUsable = !values.isEmpty() && values.stream().noneMatch(ResultMaps::isNoName);
        return isUsable ? MapEntry.of(entry.host(), values, false) : entry.withSkip(true);
    }

    private static boolean isNoName(String value) {
        return value.isEmpty() || value.indexOf('\0') >= 0;
    }

    private static List<String> values(JsonNode value) {
        if (value.isNull()) {
            return List.of();
        } else if (value.isString()) {
            return List.of(value.stringValue());
        } else if (value.isArray() && value.valueStream().allMatch(JsonNode::isString)) {
            List<String> values = new ArrayList<>();
            value.forEach(one -> values.add(one.stringValue()));
            return values;
        }
        return List.of(value.toString());
    }
}
