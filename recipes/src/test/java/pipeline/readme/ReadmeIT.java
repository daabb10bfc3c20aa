package pipeline.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.job.JobVariables;
import pipeline.recipe.Recipe;
import pipeline.testing.LeakCheck;
import pipeline.testing.OpenSshServer;
import pipeline.testing.RequiredProgram;

/**
 * Does what README.md says, from top to bottom, in the shoes of a visitor who reaches lce001, lce002 and lce003 by SSH.
 *
 * <p>A block under {@code <!-- file: NAME -->} is a file to write. A block {@code sh} is run and must end with code 0, or
 * with that of {@code <!-- exit: CODE -->}; a block {@code output} behind it must show what it printed, by the rules of
 * {@link ShownOutput}. The command of all tests is not run inside of them. Blocks of {@code text} are for the eye only.
 */
class ReadmeIT {

    private static final String MARKER_NAME = "PIPELINE_README_TEST";
    private static final String MARKER = UUID.randomUUID().toString();

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @RegisterExtension
    @Order(1)
    static final OpenSshServer SERVER = OpenSshServer.create();

    @TempDir
    static Path home;

    private static List<Block> blocks;

    @BeforeAll
    static void prepare() throws Exception {
        RequiredProgram.PYTHON3.path();
        LEAKS.watchProcesses(MARKER_NAME + "=" + MARKER);
        blocks = Block.read(Visitor.ROOT.resolve("README.md"));
        Path sshConfig = SERVER.writeConfig("""
                Host lce001
                  HostName 127.0.0.2
                Host lce002
                  HostName 127.0.0.3
                Host lce003
                  HostName 127.0.0.4
                Host lce00?
                  Port %d
                  IdentityFile %s
                  UserKnownHostsFile %s
                """.formatted(SERVER.port(), SERVER.identity(), SERVER.knownHosts()));
        Path configuration = Files.createDirectories(home.resolve(".config/pipeline"));
        Files.writeString(
                configuration.resolve("pipeline.cfg"), """
                [remote]
                ssh_config = %s
                node_directory = %s
                """.formatted(sshConfig, home.resolve("node-directory")));
    }

    @TestFactory
    List<DynamicTest> what_the_readme_says_is_so() throws Exception {
        Visitor visitor = new Visitor(home, Map.of(MARKER_NAME, MARKER));
        List<DynamicTest> steps = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            Block next = i + 1 < blocks.size() && blocks.get(i + 1).kind().equals("output") ? blocks.get(i + 1) : null;
            String name = "README.md:" + block.line() + " "
                    + block.text().lines().findFirst().orElse("");
            if (block.marks().containsKey("file")) {
                steps.add(DynamicTest.dynamicTest(
                        name, () -> visitor.write(block.marks().get("file"), block.text())));
            } else if (block.kind().equals("sh")
                    && !"tests".equals(block.marks().get("command"))) {
                steps.add(DynamicTest.dynamicTest(name, () -> run(visitor, block, next)));
            }
        }
        return steps;
    }

    private static void run(Visitor visitor, Block block, Block shown) throws Exception {
        Visitor.Run run = visitor.sh(block.text());

        assertThat(run.exitCode())
                .as("%s", run.printed())
                .isEqualTo(Integer.parseInt(block.marks().getOrDefault("exit", "0")));
        if (shown != null) {
            assertThat(ShownOutput.differences(shown.text(), run.printed()))
                    .as("%s", run.printed())
                    .isEmpty();
        }
    }

    @Test
    void no_block_of_code_goes_without_a_test() {
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            assertThat(block.marks().containsKey("file")
                            || List.of("sh", "text").contains(block.kind())
                            || (block.kind().equals("output")
                                    && i > 0
                                    && blocks.get(i - 1).kind().equals("sh")))
                    .as("README.md:%d: expected a file mark, or sh, output behind sh, or text", block.line())
                    .isTrue();
        }
    }

    @Test
    void the_two_commands_of_the_project_stand_alone_in_their_blocks() {
        assertThat(commands("main-job"))
                .containsExactly("./pipeline checksum -j demo --mini-cluster mapfiles/example.mapfile\n");
        assertThat(commands("tests")).containsExactly("./mvnw verify\n");
    }

    @Test
    void every_variable_of_a_job_and_every_recipe_is_in_a_table() throws Exception {
        String cells = Files.readAllLines(Visitor.ROOT.resolve("README.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .collect(Collectors.joining());

        for (Field variable : JobVariables.class.getFields()) {
            assertThat(cells).contains("`" + variable.get(null) + "`");
        }
        ServiceLoader.load(Recipe.class).stream()
                .forEach(recipe -> assertThat(cells).contains("`" + Recipe.name(recipe.type()) + "`"));
    }

    private static List<String> commands(String name) {
        return blocks.stream()
                .filter(block -> name.equals(block.marks().get("command")))
                .map(Block::text)
                .toList();
    }
}
