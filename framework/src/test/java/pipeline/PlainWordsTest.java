package pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Words that neither the code nor what people read may use, since there are plainer ones. */
class PlainWordsTest {

    private static final Path ROOT = Path.of("..");

    /** Each pattern with what to write instead. */
    private static final Map<Pattern, String> NOT_PLAIN = Map.of(
            Pattern.compile("(?i)\\b(who|what|which)ever\\b"), "say who or what",
            Pattern.compile("(?i)\\bthat which\\b"), "what",
            Pattern.compile("(?i)\\brules? (struck|strikes?)\\b"), "the rule applied",
            Pattern.compile("(?i)\\b(house|cellar|corner)s?\\b"), "package, layer",
            Pattern.compile("(/\\*\\*|^\\s*\\*) Gives (?!back)"), "Returns",
            Pattern.compile("(/\\*\\*|^\\s*\\*) Tells\\b"), "Returns, Reports, Says",
            Pattern.compile("\\b(is|are|was|were|be|been) told\\b(?! (to|apart|from)\\b)"),
                    "is reported, is listed, is shown");

    @Test
    void words_are_plain() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            int number = 0;
            for (String line : Files.readString(file, StandardCharsets.UTF_8).split("\n", -1)) {
                number++;
                for (Map.Entry<Pattern, String> word : NOT_PLAIN.entrySet()) {
                    if (word.getKey().matcher(line).find()) {
                        found.add("%s:%d: %s; write: %s"
                                .formatted(ROOT.relativize(file), number, line.strip(), word.getValue()));
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    /** Returns the sources of all modules, and the documents. */
    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> entries = Files.list(ROOT)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (name.endsWith(".md") || name.equals("pipeline.cfg.example") || name.equals("pom.xml")) {
                    files.add(entry);
                } else if (name.equals("docs")) {
                    collect(entry, files);
                } else if (Files.exists(entry.resolve("pom.xml"))) {
                    files.add(entry.resolve("pom.xml"));
                    collect(entry.resolve("src/main"), files);
                }
            }
        }
        assertThat(files).contains(ROOT.resolve("README.md"), ROOT.resolve("framework/pom.xml"));
        return files;
    }

    private static void collect(Path directory, List<Path> files) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            walk.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(java|py|sh|md|sql|html|js|xml|cfg|properties)"))
                    .forEach(files::add);
        }
    }
}
