package pipeline.recipes;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pipeline.job.Outcome;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.recipe.ResultTable;

/** What the jobs of a checksum run found out, put together with the map they were made of. */
final class ChecksumReport {

    private static final int MOST_ROWS = 100;
    private static final int SHOWN_DIGITS = 16;

    private final List<FileChecksum> sums = new ArrayList<>();
    private final List<Unsummed> withoutSum = new ArrayList<>();
    private final DataMap outputMap;
    private final int jobs;

    /** A file whose job succeeded and gave something else back than a checksum. */
    record Unsummed(String file, Outcome outcome) {
        @Override
        public String toString() {
            return outcome.job().host() + ": " + file;
        }
    }

    /** Takes one outcome for each active file of each active entry, in that order. */
    ChecksumReport(DataMap map, List<Outcome> outcomes) {
        Iterator<Outcome> next = outcomes.iterator();
        this.jobs = outcomes.size();
        this.outputMap = map.mapping(entry -> entry.skip() ? entry : taken(entry, next));
    }

    List<FileChecksum> sums() {
        return sums;
    }

    /** Returns the files whose jobs gave something else back. */
    List<Unsummed> withoutSum() {
        return withoutSum;
    }

    /** Returns the map with what failed marked skip: a file among several by its own mark, an entry if nothing is left. */
    DataMap outputMap() {
        return outputMap;
    }

    /** Returns how many files have a checksum, in words. */
    String counts() {
        long bytes = sums.stream().mapToLong(FileChecksum::bytes).sum();
        return "%d of %d, %d bytes".formatted(sums.size(), jobs, bytes);
    }

    /** Returns a row for each file, or for each host if the files are too many to look at. */
    ResultTable table() {
        return sums.size() <= MOST_ROWS ? files() : hosts();
    }

    private MapEntry taken(MapEntry entry, Iterator<Outcome> next) {
        List<Boolean> skips = new ArrayList<>();
        for (int i = 0; i < entry.files().size(); i++) {
            skips.add(entry.fileSkips().get(i) || !isSummed(entry.files().get(i), next.next()));
        }
        return MapEntry.of(entry.host(), entry.files(), !skips.contains(false), skips);
    }

    private boolean isSummed(String file, Outcome outcome) {
        if (!outcome.isSuccess()) {
            return false;
        }
        Optional<FileChecksum> sum = FileChecksum.of(file, outcome);
        sum.ifPresentOrElse(sums::add, () -> withoutSum.add(new Unsummed(file, outcome)));
        return sum.isPresent();
    }

    private ResultTable files() {
        List<List<Object>> rows = new ArrayList<>();
        for (FileChecksum sum : sums) {
            rows.add(List.of(sum.host(), sum.bytes(), sum.sha256().substring(0, SHOWN_DIGITS), sum.file()));
        }
        return new ResultTable(List.of("host", "bytes", "sha256", "file"), rows);
    }

    private ResultTable hosts() {
        Map<String, long[]> hosts = new LinkedHashMap<>();
        for (FileChecksum sum : sums) {
            long[] tally = hosts.computeIfAbsent(sum.host(), host -> new long[2]);
            tally[0]++;
            tally[1] += sum.bytes();
        }
        List<List<Object>> rows = new ArrayList<>();
        hosts.forEach((host, tally) -> rows.add(List.of(host, tally[0], tally[1])));
        return new ResultTable(List.of("host", "files", "bytes"), rows);
    }
}
