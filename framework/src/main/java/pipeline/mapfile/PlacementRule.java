package pipeline.mapfile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import pipeline.text.Digests;

/**
 * How files are spread over hosts; the same files and hosts are always spread the same way.
 *
 * <pre>{@code
 * List<PlacementRule.Item> files = List.of(new PlacementRule.Item("a.MS", 5000), new PlacementRule.Item("b.MS", 200));
 * List<String> hosts = PlacementRule.SIZE.hosts(files, List.of("node1", "node2"));
 * }</pre>
 */
public enum PlacementRule {
    /** In turn, in the order in which they come. */
    ROUND_ROBIN("round-robin") {
        @Override
        int[] places(List<Item> files, List<String> hosts) {
            return IntStream.range(0, files.size()).map(i -> i % hosts.size()).toArray();
        }
    },
    /** The largest first, each to the host that has the fewest bytes so far. */
    SIZE("size") {
        @Override
        int[] places(List<Item> files, List<String> hosts) {
            PriorityQueue<Load> loads = new PriorityQueue<>(Comparator.comparingLong(Load::bytes)
                    .thenComparing(Load::files)
                    .thenComparing(Load::host));
            for (int host = 0; host < hosts.size(); host++) {
                loads.add(new Load(host, 0, 0));
            }
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, files.size()).boxed().toList());
            order.sort(Comparator.comparingLong((Integer i) -> files.get(i).size())
                    .reversed()
                    .thenComparing(i -> files.get(i).name()));
            int[] places = new int[files.size()];
            for (int file : order) {
                Load least = loads.remove();
                places[file] = least.host();
                loads.add(new Load(least.host(), least.bytes() + files.get(file).size(), least.files() + 1));
            }
            return places;
        }
    },
    /**
     * By their names: a host more takes its share from all others, and of what is left nothing moves. Rendezvous hashing, Thaler and
     * Ravishankar 1998.
     */
    HASH("hash") {
        @Override
        int[] places(List<Item> files, List<String> hosts) {
            long[] seeds = hosts.stream().mapToLong(PlacementRule::hash).toArray();
            return files.stream()
                    .mapToInt(file -> {
                        long name = hash(file.name());
                        int best = 0;
                        for (int host = 1; host < seeds.length; host++) {
                            if (Long.compareUnsigned(mixed(name ^ seeds[host]), mixed(name ^ seeds[best])) > 0) {
                                best = host;
                            }
                        }
                        return best;
                    })
                    .toArray();
        }
    };

    private final String word;

    PlacementRule(String word) {
        this.word = word;
    }

    /**
     * A file to be spread.
     *
     * @param name that no other has
     * @param size in bytes
     */
    public record Item(String name, long size) {
        public Item {
            if (size < 0) {
                throw new IllegalArgumentException("size must not be negative, but was " + size);
            }
        }
    }

    private record Load(int host, long bytes, long files) {}

    /** Returns the word by which people name it. */
    public String word() {
        return word;
    }

    /** Returns the words of all. */
    public static List<String> words() {
        return Stream.of(values()).map(PlacementRule::word).toList();
    }

    /**
     * Returns the host of each file, in the order of the files.
     *
     * @param hosts one at least
     */
    public List<String> hosts(List<Item> files, List<String> hosts) {
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("hosts is empty");
        }
        return Arrays.stream(places(files, hosts)).mapToObj(hosts::get).toList();
    }

    abstract int[] places(List<Item> files, List<String> hosts);

    private static long hash(String text) {
        return ByteBuffer.wrap(Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    /** Spreads each bit over all (Stafford's variant 13 of MurmurHash3's finalizer). */
    private static long mixed(long bits) {
        long x = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }
}
