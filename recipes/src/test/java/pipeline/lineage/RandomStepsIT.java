package pipeline.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.MarkedProcesses;

/**
 * Recipes of several steps are run again and again under one job name, with random changes and masters that go away in
 * between: what comes out is always what a run from scratch comes to. {@code faults.seed} repeats one, {@code faults.steps} says
 * how many there are.
 */
@Tag("faults")
class RandomStepsIT {

    private static final int RUNS = 6;

    @TempDir
    private Path directory;

    @Test
    void the_total_is_always_that_of_a_run_from_scratch() throws Exception {
        Long given = Long.getLong("faults.seed");
        int rounds = given != null ? 1 : Integer.getInteger("faults.steps", 5);
        for (int round = 0; round < rounds; round++) {
            long seed = given != null ? given : System.nanoTime();
            System.out.println("steps of -Dfaults.seed=" + seed);
            compare(seed, Files.createDirectories(directory.resolve("round" + round)));
        }
    }

    private static void compare(long seed, Path place) throws Exception {
        Random random = new Random(seed);
        Path work = Files.createDirectories(place.resolve("work"));
        StepsModel model = new StepsModel(random);
        TestSite testSite = new TestSite(place, "method = local", true);
        List<String> history = new ArrayList<>(List.of("seed " + seed));
        for (int run = 0; run < RUNS; run++) {
            if (run > 0) {
                history.add(model.change(work));
                if (random.nextBoolean()) {
                    history.add(model.change(work));
                }
            }
            model.writeScript(work);
            if (random.nextInt(3) == 0) {
                int ends = 1 + random.nextInt(6);
                history.add("left after " + ends + " ends");
                testSite.runUntil(new RandomSteps(model, work), ends);
                // what was left running is of a run that is not repeated: it must not write into the next one's files
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> MarkedProcesses.withMarker("PIPELINE_JOB_NAME=" + TestSite.JOB_NAME)
                                .isEmpty());
            } else {
                RandomSteps recipe = new RandomSteps(model, work);
                testSite.run(recipe);
                history.add(recipe.started() + " jobs");
                assertThat(recipe.total())
                        .as("%s%n%s", history, testSite.console())
                        .isEqualTo(model.total());
                RandomSteps again = new RandomSteps(model, work);
                testSite.run(again);
                assertThat(again.total())
                        .as("%s, again%n%s", history, testSite.console())
                        .isEqualTo(model.total());
                assertThat(again.started())
                        .as("%s, again%n%s", history, testSite.console())
                        .isZero();
            }
        }
    }
}
