package pipeline.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/** Remembers which sections and keys the packages asked for, to report those that nobody asked for. Safe for use by several threads. */
final class KnownKeys {

    /** Keys of LOFAR's framework that mean nothing here; docs/from-lofar.md says what takes their place. */
    private static final Set<String> ANCESTORS = Set.of(
            "clustername",
            "controller_ppath",
            "globalfs",
            "key_filename",
            "mapfile_directory",
            "multiengine_furl",
            "niceness",
            "nodelist_variable",
            "parset_directory",
            "results_directory",
            "script_path",
            "task_furl",
            "vds_directory",
            "xml_stat_file");

    /** Its sections that mean nothing here. */
    private static final Set<String> ANCESTORS_SECTIONS = Set.of("cluster", "docker", "feedback");

    /** What was found of both, as it stands in the file. */
    private final Set<String> leftAlone = new ConcurrentSkipListSet<>();

    private final Map<String, Set<String>> keys = new ConcurrentHashMap<>();
    private final Set<String> freeForm = ConcurrentHashMap.newKeySet();
    private final Set<IniValue> referred = ConcurrentHashMap.newKeySet();

    /** Notes that a package asked for a section. */
    void addSection(String section) {
        keys.computeIfAbsent(section, name -> ConcurrentHashMap.newKeySet());
    }

    /** Notes that a package takes all keys of a section. */
    void addFreeForm(String section) {
        addSection(section);
        freeForm.add(section);
    }

    /** Notes that a package asked for a key; returns whether it is the first time. */
    boolean addKey(String section, String key) {
        addSection(section);
        return keys.getOrDefault(section, Set.of()).add(key);
    }

    /** Notes that a value that a package asked for refers to this one. */
    void addReferred(IniValue value) {
        referred.add(value);
    }

    /** Notes what is the ancestor's and means nothing here. */
    void leaveAlone(String found) {
        leftAlone.add(found);
    }

    /** Returns what is the ancestor's and means nothing here, as far as it was found. */
    Set<String> leftAlone() {
        return Set.copyOf(leftAlone);
    }

    /** Returns the sections that packages asked for, DEFAULT first. */
    List<String> sections() {
        return Stream.concat(Stream.of(IniFile.DEFAULT), names().stream().filter(name -> !name.equals(IniFile.DEFAULT)))
                .toList();
    }

    /** Returns the keys of a section that packages asked for, by name. */
    Set<String> keys(String section) {
        return new TreeSet<>(keys.getOrDefault(section, Set.of()));
    }

    boolean isFreeForm(String section) {
        return freeForm.contains(section);
    }

    boolean isKnown(String section) {
        return keys.containsKey(section) || section.equals(IniFile.DEFAULT);
    }

    /** Reports the keys of known sections that nobody asked for, and sections that are probably known ones. */
    void check(IniFile file, Problems problems) {
        for (String head : file.sections()) {
            if (problems.size() >= IniReader.MAX_PROBLEMS) {
                return;
            }
            String section = SectionHead.of(head).name();
            if (section.equals(IniFile.DEFAULT)) {
                checkDefaults(file);
            } else if (!isKnown(section) && ANCESTORS_SECTIONS.contains(section)) {
                leaveAlone("[" + section + "]");
            } else if (!isKnown(section)) {
                likelyHead(head, section)
                        .ifPresent(meant -> problems.inLine(
                                file.line(head),
                                "unknown section [" + IniValue.shortened(head) + "], did you mean ["
                                        + IniValue.shortened(meant) + "]?"));
            } else if (!freeForm.contains(section)) {
                for (String key : file.keys(head)) {
                    if (problems.size() < IniReader.MAX_PROBLEMS) {
                        checkKey(file, head, section, key, problems);
                    }
                }
            }
        }
    }

    /** One's own keys may stand in DEFAULT, and so may the ancestor's where other values are made of them. */
    private void checkDefaults(IniFile file) {
        for (String key : file.keys(IniFile.DEFAULT)) {
            if (ANCESTORS.contains(key)
                    && !keys.getOrDefault(IniFile.DEFAULT, Set.of()).contains(key)
                    && !isReferredTo(file, key)) {
                leaveAlone(key);
            }
        }
    }

    private static boolean isReferredTo(IniFile file, String key) {
        String reference = "%(" + key + ")s";
        for (String head : file.sections()) {
            for (String other : file.keys(head)) {
                IniValue value = file.value(head, other);
                if (value != null && value.text().toLowerCase(Locale.ROOT).contains(reference)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the head that was probably meant: a known section misspelt, or one with hosts that lacks its blank. */
    private Optional<String> likelyHead(String head, String section) {
        for (String known : names()) {
            if (head.length() > known.length() + 1
                    && head.startsWith(known)
                    && "[:.".indexOf(head.charAt(known.length())) >= 0) {
                int hosts = head.charAt(known.length()) == '[' ? known.length() : known.length() + 1;
                return Optional.of(known + " " + head.substring(hosts).strip());
            }
        }
        return Suggestion.of(section, names()).map(meant -> meant + head.substring(section.length()));
    }

    private void checkKey(IniFile file, String head, String section, String key, Problems problems) {
        Set<String> known = keys.getOrDefault(section, Set.of());
        IniValue value = file.value(head, key);
        if (value == null || known.contains(key) || referred.contains(value)) {
            return;
        }
        if (ANCESTORS.contains(key)) {
            leaveAlone(key);
        } else {
            problems.inValue(
                    value,
                    "unknown key `" + IniValue.shortened(key) + "` in [" + IniValue.shortened(head) + "]"
                            + hint(key, known));
        }
    }

    private String hint(String key, Set<String> known) {
        Optional<String> elsewhere = names().stream()
                .filter(section -> keys.getOrDefault(section, Set.of()).contains(key))
                .findFirst();
        Optional<String> meant = Suggestion.of(key, known);
        if (elsewhere.isPresent()) {
            return ", it belongs to [" + elsewhere.get() + "]";
        } else if (meant.isPresent()) {
            return ", did you mean `" + meant.get() + "`?";
        }
        return known.isEmpty() ? ", expected none" : ", expected one of " + String.join(", ", new TreeSet<>(known));
    }

    private List<String> names() {
        return keys.keySet().stream().sorted().toList();
    }
}
