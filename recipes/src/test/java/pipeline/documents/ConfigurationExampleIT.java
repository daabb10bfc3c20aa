package pipeline.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.recipes.PipelineCall;
import pipeline.testing.LeakCheck;

/**
 * Holds pipeline.cfg.example against what the command itself says of its configuration: a dry run reads every section and
 * names the keys it knows when it meets one that it does not.
 */
class ConfigurationExampleIT {

    private static final Path SOURCES = Visitor.ROOT.resolve("framework/src/main/java");
    private static final Pattern SECTION = Pattern.compile("(?:section|entries)\\(\"(\\w+)\"");
    private static final Pattern WORD = Pattern.compile("\"([a-z]+(?:_[a-z]+)*)\"");
    private static final Pattern KNOWN =
            Pattern.compile("unknown key `zzzzzzzz` in \\[(\\w+)\\], expected one of (.*)");
    private static final Pattern PROBLEM_IN_LINE = Pattern.compile("(?m)^(?:pipeline: )?\\S*/test\\.cfg:(\\d+): .*");

    private static final Pattern HEAD = Pattern.compile("#?\\[(\\w+).*\\]");
    private static final Pattern KEY = Pattern.compile("#(\\w+) =.*");
    private static final String UNKNOWN = "zzzzzzzz";

    /** Where the keys are those of the user. */
    private static final Set<String> FREE_FORM = Set.of("hosts", "groups", "group_sources");

    private static final String DEFAULT = "DEFAULT";

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @TempDir
    Path home;

    private String example;

    @BeforeEach
    void readExample() throws IOException {
        example = Files.readString(Visitor.ROOT.resolve("pipeline.cfg.example"));
    }

    @Test
    void the_example_as_it_stands_is_accepted() throws Exception {
        PipelineCall run = dryRun(example);

        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void the_example_with_every_key_switched_on_is_accepted() throws Exception {
        assertThat(switchedOn())
                .contains("\nmethod = ssh\n", "\n[remote lce[001-010],locus1]\n", "\n    . /etc/profile\n");

        writeForMyself("password", "secret\n");
        writeForMyself("lofar.clusterdesc", "Compute.Nodes = [lce001..10]\n");

        PipelineCall run = dryRun(switchedOn());

        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void the_example_has_the_sections_that_the_code_reads() throws Exception {
        assertThat(keys(example).keySet()).isEqualTo(sectionsInTheCode());
    }

    @Test
    void the_example_has_the_keys_that_the_code_reads() throws Exception {
        Set<String> sections = sectionsInTheCode();
        sections.removeAll(FREE_FORM);
        sections.remove(DEFAULT);
        String wrong = sections.stream()
                .map(section -> "[" + section + "]\n" + UNKNOWN + " = 1\n")
                .collect(Collectors.joining());

        PipelineCall run = dryRun(wrong);

        assertThat(run.exitCode()).isEqualTo(3);
        Map<String, Set<String>> known = new TreeMap<>();
        for (Matcher matcher = KNOWN.matcher(run.err()); matcher.find(); ) {
            known.put(matcher.group(1), new TreeSet<>(List.of(matcher.group(2).split(", ", -1))));
        }
        Map<String, Set<String>> shown = keys(example);
        shown.keySet().removeAll(FREE_FORM);
        shown.remove(DEFAULT);
        assertThat(shown).isEqualTo(known);
    }

    /** Every word of the code stands in DEFAULT with a value that cannot be read; each reader reports it. */
    @Test
    void the_example_has_the_keys_that_the_code_reads_from_default_alone() throws Exception {
        List<String> words = List.copyOf(found(WORD, SOURCES.resolve("pipeline/cli")));

        PipelineCall run = dryRun(
                "[DEFAULT]\n" + words.stream().map(word -> word + " = %\n").collect(Collectors.joining()));

        Set<String> read = new TreeSet<>();
        for (Matcher problem = PROBLEM_IN_LINE.matcher(run.err()); problem.find(); ) {
            read.add(words.get(Integer.parseInt(problem.group(1)) - 2));
        }
        Map<String, Set<String>> shown = keys(example);
        Set<String> ofDefault = shown.remove(DEFAULT);
        assertThat(read).isNotEmpty();
        shown.values()
                .forEach(keys ->
                        keys.stream().filter(key -> !ofDefault.contains(key)).forEach(read::remove));
        assertThat(ofDefault).containsAll(read);
    }

    private PipelineCall dryRun(String configuration) throws Exception {
        writeForMyself("test.cfg", configuration);
        return PipelineCall.run(
                home,
                "foreach",
                "-n",
                "-j",
                "example",
                "-c",
                home.resolve("test.cfg").toString(),
                Visitor.ROOT.resolve("mapfiles/example.mapfile").toString(),
                "--",
                "true");
    }

    /** Writes a file that nobody else may read. */
    private void writeForMyself(String file, String text) throws IOException {
        Path path = Files.writeString(home.resolve(file), text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }

    /**
     * A key that is switched off has no blank behind its "#", or four if it is a line of a longer value. Of the two ways to
     * say the password one is switched on.
     */
    private String switchedOn() {
        return example.replaceAll("(?m)^#(?=\\S|    )", "")
                .replace("\npassword = secret\n", "\n")
                .replace("clusterdesc = ~/", "clusterdesc = " + home + "/")
                .replace("password_file = ~/.config/pipeline/password", "password_file = " + home.resolve("password"));
    }

    /** Returns the keys of each section, also those of sections for some hosts only. */
    private static Map<String, Set<String>> keys(String example) {
        Map<String, Set<String>> keys = new TreeMap<>();
        Set<String> current = new TreeSet<>();
        for (String line : example.lines().toList()) {
            Matcher head = HEAD.matcher(line);
            Matcher key = KEY.matcher(line);
            if (head.matches()) {
                current = keys.computeIfAbsent(head.group(1), section -> new TreeSet<>());
            } else if (key.matches()) {
                current.add(key.group(1));
            }
        }
        return keys;
    }

    private static Set<String> sectionsInTheCode() throws IOException {
        return found(SECTION, SOURCES);
    }

    private static Set<String> found(Pattern pattern, Path directory) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                for (Matcher matcher = pattern.matcher(Files.readString(file)); matcher.find(); ) {
                    found.add(matcher.group(1));
                }
            }
        }
        return found;
    }
}
