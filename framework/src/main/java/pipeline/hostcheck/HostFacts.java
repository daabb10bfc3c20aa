package pipeline.hostcheck;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a host reported of itself: words with what they are ({@code check-host.sh}). Immutable. */
public final class HostFacts {

    private static final int KIBI = 1024;

    /** Of a word that comes more than once, all. */
    private final Map<String, List<String>> values;

    private HostFacts(Map<String, List<String>> values) {
        this.values = values;
    }

    /** Reads what the host printed, of which the last line may be broken off. */
    static HostFacts of(String printed) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        int end = printed.lastIndexOf('\n');
        printed.substring(0, Math.max(0, end)).lines().forEach(line -> {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                values.computeIfAbsent(line.substring(0, blank), word -> new ArrayList<>())
                        .add(line.substring(blank + 1).strip());
            }
        });
        return new HostFacts(values);
    }

    /** Returns what the host reported under a word; empty if it reported nothing. */
    public Optional<String> text(String word) {
        List<String> all = values.getOrDefault(word, List.of());
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(all.size() - 1)).filter(text -> !text.isEmpty());
    }

    /** Returns all that the host reported under a word that comes more than once. */
    List<String> all(String word) {
        return values.getOrDefault(word, List.of());
    }

    /** Returns a number; empty if the host reported none. */
    public OptionalLong number(String word) {
        return text(word)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    /** Returns in bytes what the host reported in kibibytes; empty if it reported nothing. */
    public OptionalLong bytes(String word) {
        OptionalLong kibibytes = number(word);
        return kibibytes.isPresent() ? OptionalLong.of(kibibytes.getAsLong() * KIBI) : kibibytes;
    }

    /** Returns how many of the files that were looked for are there. */
    public long files() {
        return all("directory").size()
                + all("bytes").stream().mapToLong(text -> part(text, 0)).sum();
    }

    /** Returns how large they are together, in bytes. */
    public long size() {
        long files = all("bytes").stream().mapToLong(text -> part(text, 1)).sum();
        return files
                + KIBI
                        * all("directory").stream()
                                .mapToLong(text -> part(text, 0))
                                .sum();
    }

    private static long part(String text, int index) {
        String[] parts = text.split(" ", -1);
        return parts.length > index && parts[index].matches("[0-9]{1,18}") ? Long.parseLong(parts[index]) : 0;
    }

    /** Returns whether the host answered to the end. */
    public boolean isWhole() {
        return values.containsKey("end");
    }

    /** Returns whether the host reported anything. */
    public boolean isEmpty() {
        return values.isEmpty();
    }
}
