package pipeline.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A {@code pipeline.cfg}: INI by the rules of Python's ConfigParser, with {@code %(name)s} references. Packages read their
 * sections first, then {@link #check} reports every mistake at once. Safe for use by several threads.
 *
 * <p>A value comes from the first of these that has its key: the section (its latest head for the host, then its head
 * for all hosts), the overrides, DEFAULT, the predefined names. Overrides and predefined names are taken literally.
 */
public final class Configuration {

    private final @Nullable Path file;
    private final IniFile ini;
    private final Problems problems;
    private final HostSections hostSections;
    private final Scope root;
    private final KnownKeys known = new KnownKeys();

    private Configuration(@Nullable Path file, IniFile ini, Problems problems, Scope root) {
        this.file = file;
        this.ini = ini;
        this.problems = problems;
        this.hostSections = new HostSections(ini, () -> HostGroups.from(this));
        this.root = root;
    }

    /**
     * Reads a file; its mistakes are kept for {@link #check}.
     *
     * @param predefined names that values may refer to, unless DEFAULT has them
     * @param overrides what the command line says, which wins over the file
     * @throws ConfigurationException if there is no such file, or if it cannot be read at all
     */
    public static Configuration read(Path file, Map<String, String> predefined, Map<String, String> overrides)
            throws ConfigurationException {
        Problems problems = new Problems(file);
        IniFile ini = IniReader.read(SourceLines.read(file, problems), problems);
        return new Configuration(file, ini, problems, root(ini, predefined, overrides));
    }

    /**
     * Returns the same file with more predefined names, to look at sections whose values refer to what only another
     * command knows. Its {@link #check} reports the problems of both.
     */
    public Configuration withNames(Map<String, String> names) {
        Map<String, String> predefined = new LinkedHashMap<>(root.predefined());
        predefined.putAll(lowerKeys(names));
        return new Configuration(file, ini, problems, new Scope(ini, List.of(), root.overrides(), predefined));
    }

    /** Makes a configuration without a file, for when there is none and none is needed. */
    public static Configuration empty(Map<String, String> predefined, Map<String, String> overrides) {
        IniFile ini = new IniFile(Map.of());
        return new Configuration(null, ini, new Problems(null), root(ini, predefined, overrides));
    }

    /**
     * Finds the file to read: the given one, {@code pipeline.cfg} in the current directory, in
     * {@code ~/.config/pipeline}, in {@code /etc/pipeline}.
     *
     * @param given what the user asked for; it is returned even if it does not exist, so that {@link #read} says so, and
     *     also if it is somebody else's: who names a file trusts it
     * @param xdgConfigHome the environment variable XDG_CONFIG_HOME, which takes the place of {@code ~/.config}
     * @throws ConfigurationException if nobody named the file, and it is somebody else's or others may write to it
     */
    public static Optional<Path> find(@Nullable Path given, Path cwd, Path home, @Nullable String xdgConfigHome)
            throws ConfigurationException {
        if (given != null) {
            return Optional.of(given);
        }
        Optional<Path> found = ConfigurationSearchPath.first(ConfigurationSearchPath.of(cwd, home, xdgConfigHome));
        Optional<String> fault = found.flatMap(FileOwnership::fault);
        if (fault.isPresent()) {
            throw new ConfigurationException(List.of(
                    "%s is not read: it %s, and what stands in it can run anything as you; if you trust it, name it: -c %s"
                            .formatted(found.get(), fault.get(), found.get())));
        }
        return found;
    }

    /** Returns the file that was read. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Returns a section as it is for hosts that have no section of their own; without keys if the file has none. */
    public Section section(String name) {
        known.addSection(name);
        return new Section(this, name, root.withHeads(List.of(name)));
    }

    /** Returns a section as it is for one host, by its name as the mapfile has it. */
    public Section section(String name, String host) {
        known.addSection(name);
        return new Section(this, name, root.withHeads(hostSections.headsFor(name, host)));
    }

    /**
     * Returns the own keys of a section in the order of the file, references replaced, without those of DEFAULT. The
     * section may then have any keys. They are in lower case.
     */
    public Map<String, String> entries(String section) {
        known.addFreeForm(section);
        Scope scope = root.withHeads(List.of(section));
        Map<String, String> entries = new LinkedHashMap<>();
        for (String key : ini.keys(section)) {
            IniValue value = ini.value(section, key);
            if (value != null) {
                convert(value, scope, text -> text).ifPresent(text -> entries.put(key, text));
            }
        }
        return entries;
    }

    /** Returns the heads of all sections but DEFAULT, in the order of the file. */
    public List<String> sections() {
        return ini.sections().stream()
                .filter(head -> !head.equals(IniFile.DEFAULT))
                .toList();
    }

    /**
     * Reports a value that a package cannot use.
     *
     * @param message what was expected; file, line, key and section are put before it
     */
    public void problem(String section, String key, String message) {
        problem(section, key, root.withHeads(List.of(section)), message);
    }

    /** Returns what counts of all keys, and where it comes from; to be called when all packages have read their sections. */
    public List<EffectiveValue> effectiveValues() {
        return new EffectiveValues(ini, root, known).all();
    }

    /**
     * Reports every problem at once; to be called when all packages have read their sections.
     *
     * @throws ConfigurationException if there is any problem
     */
    public void check() throws ConfigurationException {
        known.check(ini, problems);
        hostSections.check(known, problems);
        List<String> found = problems.sorted();
        if (!found.isEmpty()) {
            throw new ConfigurationException(found);
        }
    }

    /**
     * Returns a line on keys, sections and words of LOFAR's framework that mean nothing here, once {@link #check} has looked for them;
     * empty if there are none.
     */
    public Optional<String> leftAlone() {
        Set<String> found = new TreeSet<>(known.leftAlone());
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "%s: what means something to LOFAR's framework only is left alone: %s; docs/from-lofar.md says what takes its place"
                                .formatted(file, String.join(", ", found)));
    }

    void leaveAlone(String found) {
        known.leaveAlone(found);
    }

    void problem(String section, String key, Scope scope, String message) {
        IniValue value = scope.find(lower(key));
        if (value == null) {
            problems.inWhole(key + " in [" + section + "]: " + message);
        } else {
            problems.inValue(value, value.title() + ": " + message);
        }
    }

    void refuseForSomeHosts(String section, String key) {
        for (String head : hostSections.heads(section)) {
            IniValue value = ini.value(head, lower(key));
            if (value != null) {
                problems.inValue(value, value.title() + " can only be set for all hosts; move it to [" + section + "]");
            }
        }
    }

    Optional<String> raw(String section, String key, Scope scope) {
        known.addKey(section, lower(key));
        return Optional.ofNullable(scope.find(lower(key))).map(IniValue::text);
    }

    <T> Optional<T> read(String section, String key, Scope scope, Section.Conversion<T> conversion) {
        if (known.addKey(section, lower(key))) {
            checkHostSections(section, lower(key), conversion);
        }
        IniValue value = scope.find(lower(key));
        return value == null ? Optional.empty() : convert(value, scope, conversion);
    }

    /** Looks at the values for single hosts too, so that a mistake there is reported now, not when the host's turn comes. */
    private void checkHostSections(String section, String key, Section.Conversion<?> conversion) {
        for (String head : hostSections.heads(section)) {
            IniValue value = ini.value(head, key);
            if (value != null) {
                convert(value, root.withHeads(List.of(head, section)), conversion);
            }
        }
    }

    private <T> Optional<T> convert(IniValue value, Scope scope, Section.Conversion<T> conversion) {
        try {
            return Optional.of(conversion.apply(Interpolation.resolve(value, scope, known::addReferred)));
        } catch (InterpolationException e) {
            problems.inValue(e.value(), e.problem());
        } catch (BadValueException e) {
            problems.inValue(value, value.title() + " " + e.problem());
        }
        return Optional.empty();
    }

    private static Scope root(IniFile ini, Map<String, String> predefined, Map<String, String> overrides) {
        return new Scope(ini, List.of(), lowerKeys(overrides), lowerKeys(predefined));
    }

    private static Map<String, String> lowerKeys(Map<String, String> map) {
        Map<String, String> lower = new LinkedHashMap<>();
        map.forEach((key, value) -> lower.put(lower(key), value));
        return lower;
    }

    private static String lower(String key) {
        return key.toLowerCase(Locale.ROOT);
    }
}
