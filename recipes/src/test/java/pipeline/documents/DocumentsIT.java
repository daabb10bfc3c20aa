package pipeline.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.job.wire.JobVariables;
import pipeline.recipe.Recipe;
import pipeline.recipe.spi.RecipeName;

/** What holds for all documents together: nothing in them goes without a test, and their links lead somewhere. */
class DocumentsIT {

    private static final int MOST_LINES_OF_THE_README = 250;
    private static final Path README = Path.of("README.md");
    private static final Path CONTRIBUTING = Path.of("CONTRIBUTING.md");
    private static final Pattern ARROW = Pattern.compile("\"(\\w+ *->[^\"]*)\"");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern STEP = Pattern.compile("<li>(.*?)(?=<li>|</ol>)");
    private static final Pattern IN_CODE = Pattern.compile("\\{@(?:code|link) ([^}]*)\\}");
    private static final Pattern CLASS_IN_TEXT = Pattern.compile("`([a-z.]*[A-Z]\\w*)`");
    private static final Pattern HEADING = Pattern.compile("#+ (.*)");
    private static final Pattern IN_TEXT = Pattern.compile("`[^`]*`");

    static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (String directory : List.of("", "docs")) {
            try (Stream<Path> files = Files.list(Visitor.ROOT.resolve(directory))) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .map(Visitor.ROOT::relativize)
                        .forEach(documents::add);
            }
        }
        assertThat(documents).contains(README);
        return documents;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void no_block_of_code_goes_without_a_test(Path document) throws Exception {
        List<Block> blocks = read(document);
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            assertThat(block.marks().containsKey("file")
                            || List.of("sh", "text", "sql").contains(block.kind())
                            || (block.kind().equals("output")
                                    && i > 0
                                    && blocks.get(i - 1).kind().equals("sh")))
                    .as("%s:%d: expected a file mark, or sh, output behind sh, text or sql", document, block.line())
                    .isTrue();
        }
        if (blocks.stream().anyMatch(Block::isRun)) {
            assertThatCode(() -> Class.forName("pipeline.documents." + testOf(document)))
                    .as("%s has commands to run, so it needs a test", document)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_link_to_a_file_or_a_heading_leads_there(Path document) throws Exception {
        for (Matcher link = LINK.matcher(prose(document)); link.find(); ) {
            String target = link.group(1);
            if (target.contains("://")) {
                continue;
            }
            Path file = target.isEmpty()
                    ? document
                    : document.resolveSibling(target).normalize();
            assertThat(Visitor.ROOT.resolve(file))
                    .as("%s links to %s", document, link.group())
                    .exists();
            if (link.group(2) != null) {
                assertThat(anchors(file))
                        .as("%s links to %s", document, link.group())
                        .contains(link.group(2));
            }
        }
    }

    @Test
    void the_readme_can_be_read_in_one_sitting() throws Exception {
        assertThat(Files.readAllLines(Visitor.ROOT.resolve(README))).hasSizeLessThanOrEqualTo(MOST_LINES_OF_THE_README);
    }

    @Test
    void the_two_commands_of_the_project_stand_alone_in_their_blocks() throws Exception {
        assertThat(commands("main-job"))
                .containsExactly("./pipeline checksum -j demo --mini-cluster mapfiles/example.mapfile\n");
        assertThat(commands("tests")).containsExactly("./mvnw verify\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LAYERS", "DISPATCH", "SQL", "COMMANDS"})
    void a_picture_of_packages_is_that_of_the_test_that_holds_it(String picture) throws Exception {
        String test = Files.readString(Visitor.ROOT.resolve("framework/src/test/java/pipeline/PackageLayersTest.java"));
        int begin = test.indexOf(" " + picture + " = ");
        List<String> arrows = ARROW.matcher(test.substring(begin, test.indexOf(");", begin)))
                .results()
                .map(arrow -> arrow.group(1).strip())
                .toList();

        assertThat(arrows).isNotEmpty();
        assertThat(read(CONTRIBUTING).stream().map(block -> block.text().strip()))
                .contains(String.join("\n", arrows));
    }

    @Test
    void the_life_of_a_job_agrees_line_by_line_with_the_package_that_lives_it() throws Exception {
        String code =
                Files.readString(Visitor.ROOT.resolve("framework/src/main/java/pipeline/dispatch/package-info.java"));
        List<String> steps = STEP.matcher(code.replaceAll("\\n \\*", " "))
                .results()
                .map(step -> IN_CODE.matcher(step.group(1)).replaceAll("`$1`"))
                .map(step -> step.replaceAll("\\s+", " ").strip())
                .toList();

        List<String> shown = Files.readAllLines(Visitor.ROOT.resolve("docs/how-it-works.md")).stream()
                .dropWhile(line -> !line.equals("## The same life in the code"))
                .takeWhile(line -> !line.equals("## Three promises"))
                .filter(line -> line.matches("\\d+\\. .*"))
                .map(line -> line.replaceFirst("\\d+\\. ", ""))
                .toList();
        assertThat(shown).isNotEmpty().isEqualTo(steps);
        List<String> classes = CLASS_IN_TEXT
                .matcher(String.join("\n", shown))
                .results()
                .map(name ->
                        name.group(1).startsWith("pipeline.") ? name.group(1) : "pipeline.dispatch." + name.group(1))
                .distinct()
                .toList();
        assertThat(classes.subList(0, classes.indexOf("pipeline.dispatch.table.OutcomeRecorder") + 1))
                .as("classes from scheduleJobs to the process and back to the table")
                .hasSizeLessThanOrEqualTo(25);
        classes.forEach(name -> assertThatCode(
                        () -> Class.forName(name, false, getClass().getClassLoader()))
                .as("%s, which lives a part of the life of a job, exists", name)
                .doesNotThrowAnyException());
    }

    @Test
    void every_variable_of_a_job_and_every_recipe_is_in_a_table() throws Exception {
        StringBuilder cells = new StringBuilder();
        for (Path document : documents()) {
            Files.readAllLines(Visitor.ROOT.resolve(document)).stream()
                    .filter(line -> line.startsWith("| `"))
                    .map(line -> line.substring(0, line.indexOf('|', 1)))
                    .forEach(cells::append);
        }

        for (Field variable : JobVariables.class.getFields()) {
            assertThat(cells).contains("`" + variable.get(null) + "`");
        }
        ServiceLoader.load(Recipe.class).stream()
                .forEach(recipe -> assertThat(cells).contains("`" + RecipeName.of(recipe.type()) + "`"));
    }

    /** The class that runs a document: ReadmeIT for the README, JobTableDocumentIT for docs/job-table.md. */
    private static String testOf(Path document) {
        if (document.equals(README)) {
            return "ReadmeIT";
        }
        String name = document.getFileName().toString().replace(".md", "");
        return Arrays.stream(name.split("-", -1))
                        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining())
                + "DocumentIT";
    }

    /** The anchors of headings, as GitHub makes them. */
    private static Set<String> anchors(Path document) throws IOException {
        return HEADING.matcher(prose(document))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** The text without blocks of code and words of code. */
    private static String prose(Path document) throws IOException {
        StringBuilder prose = new StringBuilder();
        boolean isCode = false;
        for (String line : Files.readAllLines(Visitor.ROOT.resolve(document))) {
            if (line.startsWith("```")) {
                isCode = !isCode;
            } else if (!isCode) {
                prose.append(line.startsWith("#") ? line : IN_TEXT.matcher(line).replaceAll("code"))
                        .append('\n');
            }
        }
        return prose.toString();
    }

    private static List<Block> read(Path document) throws Exception {
        return Block.read(Visitor.ROOT.resolve(document));
    }

    private static List<String> commands(String name) throws Exception {
        return read(README).stream()
                .filter(block -> name.equals(block.marks().get("command")))
                .map(Block::text)
                .toList();
    }
}
