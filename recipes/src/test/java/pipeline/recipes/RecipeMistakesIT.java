package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pipeline.testing.LeakCheck;

/**
 * What people see who make a mistake in a recipe: each text in {@code src/test/resources/mistakes} is one, with all that is
 * printed. {@code -Dmistakes.rewrite=true} writes down what is printed now, for a look at the difference.
 */
class RecipeMistakesIT {

    private static final Path TEXTS =
            Path.of(System.getProperty("pipeline.root"), "recipes/src/test/resources/mistakes");
    private static final boolean IS_REWRITING = Boolean.getBoolean("mistakes.rewrite");

    /** Times, and what differs from one machine or run to the next. */
    private static final List<Replacement> REPLACEMENTS = List.of(
            new Replacement("(?m)^NOTE: Picked up .*\\n", ""),
            new Replacement("(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d ", "TIME "),
            new Replacement("\\d{4}-\\d\\d-\\d\\dT\\d\\d[:.]?\\d\\d[:.]?\\d\\dZ?", "TIME"),
            new Replacement("(?m)^(\\tat .*\\n)(\\s(at|\\.\\.\\.) .*\\n|Caused by: .*\\n)*", "\t...\n"),
            new Replacement("(?m)^(\\S+: \\d+ of \\d+ jobs? done.*) in \\d.*$", "$1 in TIME"),
            new Replacement("\\bsh: \\d+: ", "sh: "),
            new Replacement("/\\S+/pipeline-mini-cluster-\\d+/nodes/\\w+/\\.pipeline/lib/[0-9a-f]+/", "NODE/"),
            new Replacement("(?m)^(Traceback .*\\n)(?: .*\\n)+", "$1  ...\n"),
            new Replacement(Pattern.quote(System.getProperty("java.home")), "JAVA_HOME"));

    private static final Pattern RECORD_OF_NODE = Pattern.compile("TIME [A-Z]+ +node\\.");
    private static final String TRACEBACK = "\nTraceback (most recent call last):\n";

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @TempDir
    Path here;

    private record Replacement(Pattern pattern, String text) {

        Replacement(String regex, String text) {
            this(Pattern.compile(regex), text);
        }
    }

    static List<String> mistakes() throws IOException {
        try (Stream<Path> texts = Files.list(TEXTS)) {
            return texts.map(text -> String.valueOf(text.getFileName()).replace(".txt", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void is_told(String name) throws Exception {
        Path text = TEXTS.resolve(name + ".txt");
        Mistake mistake = Mistake.read(text);
        for (Mistake.GivenFile file : mistake.files()) {
            file.write(here);
        }
        List<String> printed = new ArrayList<>();
        for (Mistake.Call call : mistake.calls()) {
            printed.add(run(call));
        }
        if (IS_REWRITING) {
            Files.writeString(text, Mistake.withShown(Files.readString(text), printed));
        }
        for (int i = 0; i < printed.size(); i++) {
            assertThat(printed.get(i))
                    .isEqualTo(Mistake.read(text).calls().get(i).shown());
        }
    }

    private String run(Mistake.Call call) throws Exception {
        if (call.before().isEmpty()) {
            PipelineCall run = PipelineCall.run(here, call.words());
            return shown(run.out(), run.err(), run.exitCode());
        }
        Map<String, String> environment = Stream.of(call.before().split(" (?=[A-Z_]+=)"))
                .filter(word -> word.contains("="))
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(word -> word[0], word -> word[1]));
        try (PipelineProcess process = PipelineProcess.start(here, environment, call.words())) {
            int code = process.exitCode();
            return shown(process.out(), process.err(), code);
        }
    }

    private String shown(String out, String err, int code) throws Exception {
        String all = (err + out).replace(here.toString(), "HERE");
        for (Replacement replacement : REPLACEMENTS) {
            all = replacement.pattern().matcher(all).replaceAll(replacement.text());
        }
        return "%sexit %d, %s\n".formatted(sorted(all), code, jobs());
    }

    /** What a job prints and what it logs come by two ways; its records are put into one order. */
    private static String sorted(String text) {
        List<String> records = new ArrayList<>(List.of(text.split("(?m)^(?=TIME )", -1)));
        for (int begin = 0, end; begin < records.size(); begin = end + 1) {
            end = begin;
            while (end < records.size()
                    && RECORD_OF_NODE.matcher(records.get(end)).lookingAt()) {
                end++;
            }
            List<String> ofNodes = records.subList(begin, end);
            if (ofNodes.stream().anyMatch(record -> record.contains(TRACEBACK))) {
                ofNodes.sort(null);
            }
        }
        return String.join("", records);
    }

    /** Says what the job table has. */
    private String jobs() throws Exception {
        Path table = here.resolve(".local/state/pipeline/jobs.sqlite");
        if (!Files.exists(table)) {
            return "nothing started";
        }
        List<String> states = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + table);
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT COUNT(*), status FROM job GROUP BY status ORDER BY status")) {
            while (rows.next()) {
                states.add(rows.getInt(1) + " " + rows.getString(2));
            }
        }
        return states.isEmpty() ? "no jobs" : "jobs: " + String.join(", ", states);
    }
}
