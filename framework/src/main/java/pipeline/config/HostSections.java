package pipeline.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import pipeline.hostset.HostSet;
import pipeline.hostset.HostSetException;

/** The sections that are for some hosts only, such as {@code [deploy lce[001-010]]}. Immutable. */
final class HostSections {

    private record HostSection(String head, String name, HostSet hosts) {}

    private record BadHead(String head, String name, String problem) {}

    /** Of all sections together; a few characters stand for a million. */
    private static final int MOST_HOSTS = 1_000_000;

    private final List<HostSection> sections = new ArrayList<>();
    private final List<BadHead> badHeads = new ArrayList<>();

    HostSections(IniFile file) {
        long hosts = 0;
        for (String text : file.sections()) {
            SectionHead head = SectionHead.of(text);
            if (head.isForSomeHosts() && hosts > MOST_HOSTS) {
                badHeads.add(new BadHead(
                        text,
                        head.name(),
                        "the sections before it are for more than " + MOST_HOSTS + " hosts already"));
            } else if (head.isForSomeHosts()) {
                try {
                    HostSet set = head.hostSet();
                    hosts += set.size();
                    sections.add(new HostSection(text, head.name(), set));
                } catch (HostSetException e) {
                    badHeads.add(new BadHead(text, head.name(), String.valueOf(e.getMessage())));
                }
            }
        }
    }

    /** Returns the heads of a section: those that are for the host, the last in the file first, then the one for all. */
    List<String> headsFor(String name, String host) {
        List<String> heads = new ArrayList<>(List.of(name));
        sections.stream()
                .filter(section -> section.name.equals(name) && section.hosts.contains(host))
                .forEach(section -> heads.add(section.head));
        Collections.reverse(heads.subList(1, heads.size()));
        Collections.rotate(heads, -1);
        return heads;
    }

    /** Returns the heads of a section that are for some hosts only, in the order of the file. */
    List<String> heads(String name) {
        return sections.stream()
                .filter(section -> section.name.equals(name))
                .map(HostSection::head)
                .toList();
    }

    /** Reports the heads whose hosts cannot be read; unknown sections may have any head. */
    void check(KnownKeys known, IniFile file, Problems problems) {
        for (BadHead bad : badHeads) {
            if (known.isKnown(bad.name)) {
                problems.inLine(
                        file.line(bad.head),
                        "the hosts of section [" + IniValue.shortened(bad.head) + "] cannot be read: " + bad.problem);
            }
        }
    }
}
