package pipeline.mapfile;

import java.util.List;

/**
 * Maps that belong together place by place, such as data, instrument and sky: what is skipped in one is skipped in all. Immutable.
 *
 * <pre>{@code
 * AlignedMaps maps = AlignedMaps.of(mapfile(0), mapfile(1));
 * for (AlignedMaps.Row row : maps.active()) {
 *     jobs.add(ComputeJob.command(row.host(), "apply", row.file(0), row.file(1)));
 * }
 * writeMap(Path.of("applied.mapfile"), maps.map(0), scheduleJobs(jobs));
 * }</pre>
 */
public final class AlignedMaps {

    private final List<DataMap> maps;

    private AlignedMaps(List<DataMap> maps) {
        this.maps = List.copyOf(maps);
    }

    /**
     * Puts maps side by side.
     *
     * @throws MapfileException if a length or a host differs; it names the place and both hosts
     */
    public static AlignedMaps of(DataMap first, DataMap... others) throws MapfileException {
        return new AlignedMaps(DataMap.align(first, others));
    }

    /**
     * What stands at one place of all maps.
     *
     * @param entries one of each map
     */
    public record Row(List<MapEntry> entries) {
        public Row {
            entries = List.copyOf(entries);
        }

        /** Returns the place in the maps, from 0. */
        public int index() {
            return entries.get(0).index();
        }

        /** Returns the host, which is the same in all maps. */
        public String host() {
            return entries.get(0).host();
        }

        /**
         * Returns the file of a map.
         *
         * @param map from 0, in the order in which the maps were given
         * @throws IllegalStateException if there are several
         */
        public String file(int map) {
            return entries.get(map).file();
        }
    }

    /** Returns a map, in which what is skipped in another one is skipped too. */
    public DataMap map(int number) {
        return maps.get(number);
    }

    /** Returns the places that are not skipped. */
    public List<Row> active() {
        return maps.get(0).active().stream()
                .map(entry -> new Row(maps.stream()
                        .map(map -> map.entries().get(entry.index()))
                        .toList()))
                .toList();
    }
}
