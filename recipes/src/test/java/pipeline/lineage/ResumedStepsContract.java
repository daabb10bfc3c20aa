package pipeline.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run under the same job name does again, and that its result is that of a run from scratch. */
abstract class ResumedStepsContract {

    private static final int FILES = 12;

    @TempDir
    private Path directory;

    private Path work;
    private TestSite testSite;

    /** Returns the keys of {@code [remote]}. */
    abstract String remote();

    /** Returns three hosts. */
    abstract List<String> hosts();

    @BeforeEach
    void make_files() throws Exception {
        work = Files.createDirectory(directory.resolve("work"));
        SumInSteps.writeScript(work, 1, "plain");
        StringBuilder map = new StringBuilder();
        for (int i = 0; i < FILES; i++) {
            Files.writeString(file(i), "x".repeat(10 * (i + 1)));
            map.append("{\"host\": \"%s\", \"file\": \"%s\"}%n".formatted(hosts().get(i % 3), file(i)));
        }
        Files.writeString(directory.resolve("in.mapfile"), map);
        testSite = new TestSite(directory, remote(), false);
    }

    @Test
    void a_failed_entry_that_is_mended_has_all_made_from_it_run_again() throws Exception {
        Files.move(file(7), directory.resolve("away"));
        run(new SumInSteps(work), Map.of("stat", 12, "group", 3, "fetch", 3), 700);
        run(new SumInSteps(work), Map.of("stat", 1), 700);
        Files.move(directory.resolve("away"), file(7));
        run(new SumInSteps(work), Map.of("stat", 1, "group", 3, "fetch", 3), 780);
        assertThat(testSite.console())
                .contains("2 of 3 jobs run again: what step stat made has changed")
                .contains("1 of 3 jobs runs again: their arguments have changed, what step stat made has changed");
        run(new SumInSteps(work), Map.of(), 780);
    }

    @Test
    void a_parameter_that_is_changed_and_changed_back_has_its_step_and_the_later_ones_run_again() throws Exception {
        for (boolean declares : new boolean[] {false, true}) {
            run(recipe(0, declares), declares ? Map.of() : Map.of("stat", 12, "group", 3, "fetch", 3), 780);
            run(recipe(50, declares), Map.of("group", 3, "fetch", 3), 680);
            run(recipe(0, declares), Map.of("group", 3, "fetch", 3), 780);
            run(recipe(0, declares), Map.of(), 780);
        }
    }

    private SumInSteps recipe(int threshold, boolean declares) {
        SumInSteps recipe = new SumInSteps(work).threshold(threshold);
        return declares ? recipe : recipe.withoutDeclaredOutputs();
    }

    @Test
    void declared_outputs_that_are_gone_or_changed_are_made_again_and_logs_that_are_deleted_do_no_harm()
            throws Exception {
        run(new SumInSteps(work), Map.of("stat", 12, "group", 3, "fetch", 3), 780);
        Files.delete(work.resolve("sum-" + hosts().get(1)));
        run(new SumInSteps(work), Map.of("group", 1, "fetch", 3), 780);
        assertThat(testSite.console())
                .contains("1 of 3 jobs runs again: outputs are missing or have changed")
                .contains(" on " + hosts().get(1) + ": its output ");
        Files.writeString(work.resolve("sum-" + hosts().get(2)), "5\n");
        run(new SumInSteps(work), Map.of("group", 1, "fetch", 3), 780);
        deleteAll(testSite.logs());
        run(new SumInSteps(work), Map.of(), 780);
    }

    @Test
    void another_script_environment_or_init_is_other_work_and_may_be_accepted() throws Exception {
        run(new SumInSteps(work), Map.of("stat", 12, "group", 3, "fetch", 3), 780);
        SumInSteps.writeScript(work, 2, "double");
        run(new SumInSteps(work), Map.of("group", 3, "fetch", 3), 1560);
        assertThat(testSite.console()).contains("3 of 3 jobs run again: sum.sh has changed");
        run(new SumInSteps(work).environment(Map.of("ADD", "1")), Map.of("group", 3, "fetch", 3), 1563);
        assertThat(testSite.console()).contains("3 of 3 jobs run again: the variable ADD has changed");
        testSite.configure(remote() + "\ninit = export ADD=9\n");
        run(new SumInSteps(work), Map.of("stat", 12, "group", 3, "fetch", 3), 1587);
        assertThat(testSite.console()).contains("12 of 12 jobs run again: init of [remote] has changed");

        SumInSteps.writeScript(work, 2, "only a comment, but who knows");
        SumInSteps accepting = new SumInSteps(work);
        testSite.runAccepting(accepting);
        assertThat(accepting.started()).isEmpty();
        assertThat(testSite.console()).contains("3 jobs would do something else now; they count as done (--accept)");
        run(new SumInSteps(work), Map.of(), 1587);
    }

    private void run(SumInSteps recipe, Map<String, Integer> started, long total) throws Exception {
        testSite.run(recipe);
        assertThat(recipe.total()).as(testSite.console()).isEqualTo(total);
        assertThat(recipe.started()).as(testSite.console()).isEqualTo(started);
    }

    private Path file(int number) {
        return work.resolve("in %d.dat".formatted(number));
    }

    static void deleteAll(Path root) throws Exception {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
