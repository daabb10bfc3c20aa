package pipeline.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;
import pipeline.testing.OpenSshServer;
import pipeline.testing.RequiredProgram;

/**
 * Does what a document says, from top to bottom, in the shoes of a visitor who reaches lce001, lce002 and lce003 by SSH.
 * Each document has a class of its own, so that several are run at a time.
 *
 * <p>A block under {@code <!-- file: NAME -->} is a file to write. A block {@code sh} is run and must end with code 0, or
 * with that of {@code <!-- exit: CODE -->}; a block {@code output} behind it must show what it printed, by the rules of
 * {@link ShownOutput}. The command of all tests is not run inside of them. Blocks of {@code text} are for the eye only.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DocumentContract {

    private static final String MARKER_NAME = "PIPELINE_DOCUMENT_TEST";

    @RegisterExtension
    @Order(0)
    final LeakCheck leaks = new LeakCheck();

    private final String document;
    private final boolean isOfTheLauncher;
    private final String marker = UUID.randomUUID().toString();
    private final OpenSshServer server = OpenSshServer.create();
    private Visitor visitor;

    /**
     * Makes one.
     *
     * @param document its file, from the root of the repository
     */
    DocumentContract(String document) {
        this(document, false);
    }

    /**
     * Makes one.
     *
     * @param document its file, from the root of the repository
     * @param isOfTheLauncher whether each command is to be started as people start it
     */
    DocumentContract(String document, boolean isOfTheLauncher) {
        this.document = document;
        this.isOfTheLauncher = isOfTheLauncher;
    }

    @BeforeAll
    void prepare(@TempDir Path home) throws Exception {
        RequiredProgram.PYTHON3.path();
        leaks.watchProcesses(MARKER_NAME + "=" + marker);
        server.start();
        Path sshConfig = server.writeConfig("""
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
                """.formatted(server.port(), server.identity(), server.knownHosts()));
        Path configuration = Files.createDirectories(home.resolve(".config/pipeline"));
        Files.writeString(
                configuration.resolve("pipeline.cfg"), """
                [remote]
                ssh_config = %s
                node_directory = %s
                """.formatted(sshConfig, home.resolve("node-directory")));
        visitor = new Visitor(home, Map.of(MARKER_NAME, marker));
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        visitor.close();
    }

    @TestFactory
    List<DynamicTest> what_the_document_says_is_so() throws Exception {
        List<Block> blocks = Block.read(Visitor.ROOT.resolve(document));
        List<DynamicTest> steps = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            Block next = i + 1 < blocks.size() && blocks.get(i + 1).kind().equals("output") ? blocks.get(i + 1) : null;
            String name = document + ":" + block.line() + " "
                    + block.text().lines().findFirst().orElse("");
            if (block.marks().containsKey("file")) {
                steps.add(DynamicTest.dynamicTest(
                        name, () -> visitor.write(block.marks().get("file"), block.text())));
            } else if (block.isRun()) {
                steps.add(DynamicTest.dynamicTest(name, () -> run(block, next)));
            }
        }
        return steps;
    }

    private void run(Block block, Block shown) throws Exception {
        Visitor.Run run = isOfTheLauncher ? visitor.sh(block.text()) : visitor.type(block.text());

        assertThat(run.exitCode())
                .as("%s", run.printed())
                .isEqualTo(Integer.parseInt(block.marks().getOrDefault("exit", "0")));
        if (shown != null) {
            assertThat(ShownOutput.differences(shown.text(), run.printed()))
                    .as("%s", run.printed())
                    .isEmpty();
        }
    }
}
