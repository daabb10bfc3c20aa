package pipeline.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pipeline.hostset.HostSet;
import pipeline.hostset.HostSetException;

/**
 * The sections that are for some hosts only, such as {@code [deploy lce[001-010]]} or {@code [deploy @storage]}. What a group stands
 * for is looked up when somebody wants it. Thread-safe.
 */
final class HostSections {

    private record HostSection(String head, String name, HostSet hosts) {}

    /** Of all sections together; a few characters stand for a million. */
    private static final int MOST_HOSTS = 1_000_000;

    private final IniFile file;
    private final Supplier<HostGroups> reader;
    private @Nullable HostGroups groups;

    /** By head, those whose hosts are known. */
    private final Map<String, HostSection> read = new LinkedHashMap<>();

    /** By head, what is wrong with it. */
    private final Map<String, String> faults = new LinkedHashMap<>();

    private long hosts;

    /**
     * Makes those of a file.
     *
     * @param reader reads the groups, once
     */
    HostSections(IniFile file, Supplier<HostGroups> reader) {
        this.file = file;
        this.reader = reader;
    }

    /** Returns the heads of a section: those that are for the host, the last in the file first, then the one for all. */
    synchronized List<String> headsFor(String name, String host) {
        List<String> heads = new ArrayList<>(List.of(name));
        for (String head : all(name)) {
            read(head);
            HostSection section = read.get(head);
            if (section != null && section.hosts.contains(host)) {
                heads.add(head);
            }
        }
        Collections.reverse(heads.subList(1, heads.size()));
        Collections.rotate(heads, -1);
        return heads;
    }

    /** Returns the heads of a section that are for some hosts only, in the order of the file. */
    List<String> heads(String name) {
        return all(name).stream()
                .filter(head -> isGroup(head) || isReadable(head))
                .toList();
    }

    private List<String> all(String name) {
        return file.sections().stream()
                .filter(text -> SectionHead.of(text).isForSomeHosts()
                        && SectionHead.of(text).name().equals(name))
                .toList();
    }

    /** What a group stands for is not to be known yet where groups themselves are read. */
    private static boolean isGroup(String head) {
        return SectionHead.of(head).hosts().indexOf('@') >= 0;
    }

    private synchronized boolean isReadable(String head) {
        read(head);
        return read.containsKey(head);
    }

    private void read(String text) {
        if (read.containsKey(text) || faults.containsKey(text)) {
            return;
        }
        SectionHead head = SectionHead.of(text);
        if (hosts > MOST_HOSTS) {
            faults.put(text, "the sections before it are for more than " + MOST_HOSTS + " hosts already");
            return;
        }
        try {
            HostSet set = isGroup(text) ? groups().hosts(head.hosts()) : HostSet.parse(head.hosts());
            hosts += set.size();
            read.put(text, new HostSection(text, head.name(), set));
        } catch (HostSetException e) {
            faults.put(text, String.valueOf(e.getMessage()));
        }
    }

    private HostGroups groups() {
        HostGroups known = groups;
        if (known == null) {
            known = reader.get();
            groups = known;
        }
        return known;
    }

    /** Reports the heads whose hosts cannot be read; unknown sections may have any head. */
    synchronized void check(KnownKeys known, Problems problems) {
        for (String head : file.sections()) {
            SectionHead section = SectionHead.of(head);
            if (section.isForSomeHosts() && known.isKnown(section.name())) {
                read(head);
                String fault = faults.get(head);
                if (fault != null) {
                    problems.inLine(
                            file.line(head),
                            "the hosts of section [" + IniValue.shortened(head) + "] cannot be read: " + fault);
                }
            }
        }
    }
}
