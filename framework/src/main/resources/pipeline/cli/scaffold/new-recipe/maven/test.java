package @package@;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pipeline.tester.Jobs;
import pipeline.tester.RecipeResult;
import pipeline.tester.RecipeTest;
import pipeline.tester.RecipeTester;

class @class@Test {

    @RegisterExtension
    static final RecipeTester tester = RecipeTester.hosts("node1", "node2");

    private static RecipeTest recipe() throws Exception {
        return tester.recipe(@class@.class)
                .file("node1", "a.txt", "1\n2\n")
                .file("node2", "b.txt", "3\n")
                .map("node1 = [ a.txt ]", "node2 = [ b.txt ]");
    }

    @Test
    void the_lines_of_all_files_are_added_up() throws Exception {
        RecipeResult run = recipe().run();

        assertEquals(0, run.exitCode(), run.toString());
        assertEquals(3, run.result("lines").asInt());
    }

    @Test
    void what_is_on_a_host_that_is_down_is_done_by_the_next_run() throws Exception {
        RecipeTest test = recipe().hostDown("node2");
        assertEquals(4, test.run().exitCode());

        RecipeResult second = test.withoutFaults().run();
        assertEquals(0, second.exitCode(), second.toString());
        assertEquals(1, second.started().size());
        assertEquals(3, second.result("lines").asInt());
    }

    @Test
    void what_a_job_leaves_out_is_no_failure() throws Exception {
        RecipeResult run = recipe().skip(Jobs.with("b.txt"), "no sky in this file").run();

        assertEquals(0, run.exitCode(), run.toString());
        assertEquals(2, run.result("lines").asInt());
        assertTrue(run.outcomes().stream().anyMatch(outcome -> outcome.message().equals("no sky in this file")));
    }
}
