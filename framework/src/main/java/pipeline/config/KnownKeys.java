package pipeline.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which sections and keys the packages asked for, to report those that nobody asked for. Safe for use by several threads. */
final class KnownKeys {

    /** The ancestor's keys, and what to do with them. */
    private static final Map<String, String> ANCESTORS = Map.ofEntries(
            Map.entry("clusterdesc", "the hosts come from the mapfile"),
            Map.entry("clustername", "the hosts come from the mapfile"),
            Map.entry("cmdline", "name a method of this pipeline"),
            Map.entry("controller_ppath", "delete it"),
            Map.entry("globalfs", "work goes where the files lie"),
            Map.entry("key_filename", "write it as IdentityFile into the SSH configuration"),
            Map.entry("log_directory", "set log_file in [logging]"),
            Map.entry("mapfile_directory", "name the mapfiles on the command line"),
            Map.entry("multiengine_furl", "delete it"),
            Map.entry("niceness", "delete it"),
            Map.entry("nodelist_variable", "the hosts come from the mapfile"),
            Map.entry("parset_directory", "delete it"),
            Map.entry("results_directory", "delete it"),
            Map.entry("script_path", "delete it"),
            Map.entry("task_files", "name a task file on the command line: -t FILE"),
            Map.entry("task_furl", "delete it"),
            Map.entry("vds_directory", "delete it"),
            Map.entry("xml_stat_file", "delete it"));

    /** The ancestor's sections. */
    private static final Map<String, String> ANCESTORS_SECTIONS =
            Map.of("cluster", "the hosts come from the mapfile; delete it");

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
            String ancestors = ANCESTORS_SECTIONS.get(section);
            if (section.equals(IniFile.DEFAULT)) {
                checkDefaults(file, problems);
            } else if (!isKnown(section) && ancestors != null) {
                problems.inLine(
                        file.line(head),
                        "section [" + IniValue.shortened(head) + "] was the ancestor's and has no meaning here; "
                                + ancestors);
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
    private void checkDefaults(IniFile file, Problems problems) {
        for (String key : file.keys(IniFile.DEFAULT)) {
            String ancestors = ANCESTORS.get(key);
            IniValue value = file.value(IniFile.DEFAULT, key);
            if (ancestors != null
                    && value != null
                    && !keys.getOrDefault(IniFile.DEFAULT, Set.of()).contains(key)
                    && !isReferredTo(file, key)) {
                problems.inValue(value, "`" + key + "` in [DEFAULT]" + hint(key, Set.of()));
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
        if (value != null && !known.contains(key) && !referred.contains(value)) {
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
        String ancestors = ANCESTORS.get(key);
        if (ancestors != null) {
            return ": it was the ancestor's and has no meaning here; " + ancestors;
        } else if (elsewhere.isPresent()) {
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
