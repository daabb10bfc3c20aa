package pipeline.job.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import pipeline.text.Json;
import pipeline.text.MessageText;
import pipeline.text.Plural;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a step has made: its outputs and the maps that it wrote. It shows what is different from the last run; what runs again it does
 * not decide. Immutable.
 *
 * @param outputs by their names
 * @param maps those that it wrote
 */
public record StepProducts(Map<String, JsonNode> outputs, List<MadeMap> maps) {

    /** Nothing. */
    public static final StepProducts NONE = new StepProducts(Map.of(), List.of());

    private static final String OUTPUTS = "outputs";
    private static final String MAPS = "maps";

    public StepProducts {
        outputs = Map.copyOf(outputs);
        maps = List.copyOf(maps);
    }

    /**
     * A map that a step wrote.
     *
     * @param file as a whole path
     * @param skipped how many of the entries are marked skip
     * @param digest of its entries
     */
    public record MadeMap(String file, int entries, int skipped, String digest) {
        public MadeMap {
            Objects.requireNonNull(file, "file is null");
            Objects.requireNonNull(digest, "digest is null");
        }

        private String name() {
            return file.substring(file.lastIndexOf('/') + 1);
        }
    }

    /** Reads what {@link #json} has written. */
    public static StepProducts of(String json) {
        JsonNode all = Json.read(json);
        Map<String, JsonNode> outputs = new TreeMap<>();
        all.path(OUTPUTS).forEachEntry(outputs::put);
        List<MadeMap> maps = new ArrayList<>();
        for (JsonNode map : all.path(MAPS)) {
            maps.add(new MadeMap(
                    map.path("file").asString(),
                    map.path("entries").asInt(),
                    map.path("skipped").asInt(),
                    map.path("digest").asString()));
        }
        return new StepProducts(outputs, maps);
    }

    /** Returns it as a JSON object, names and maps in order. */
    public String json() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ObjectNode values = all.putObject(OUTPUTS);
        new TreeMap<>(outputs).forEach(values::set);
        ArrayNode array = all.putArray(MAPS);
        for (MadeMap map : maps) {
            array.addObject()
                    .put("file", map.file())
                    .put("entries", map.entries())
                    .put("skipped", map.skipped())
                    .put("digest", map.digest());
        }
        return Json.write(all);
    }

    /** Returns what is different now in the outputs, and in the number of entries of the maps, in words for people. */
    public List<String> changesTo(StepProducts now) {
        List<String> changes = new ArrayList<>();
        new TreeMap<>(now.outputs).forEach((name, value) -> {
            JsonNode before = outputs.get(name);
            if (before != null && !isFileOf(now, value) && !before.equals(value)) {
                changes.add("its output %s was %s, is %s".formatted(name, shown(before), shown(value)));
            }
        });
        for (MadeMap map : now.maps) {
            before(map)
                    .filter(before -> before.entries() != map.entries())
                    .ifPresent(before -> changes.add("its map %s had %s, has %d"
                            .formatted(map.name(), Plural.of(before.entries(), "entry", "entries"), map.entries())));
        }
        return changes;
    }

    private static boolean isFileOf(StepProducts now, JsonNode value) {
        return now.maps.stream().anyMatch(map -> value.isString() && map.file().endsWith(value.stringValue()));
    }

    private Optional<MadeMap> before(MadeMap map) {
        return maps.stream().filter(other -> other.file().equals(map.file())).findFirst();
    }

    private static String shown(@Nullable JsonNode value) {
        return MessageText.shortened(value == null ? "" : value.isString() ? value.stringValue() : Json.write(value));
    }
}
