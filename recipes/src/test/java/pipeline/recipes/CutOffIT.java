package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hosts that are cut off while their jobs run, so that packets vanish and nobody says why. The property {@code faults.cut}
 * says for how many seconds, {@code faults.rounds} how often, and {@code faults.seed} repeats a run.
 */
class CutOffIT extends NetworkJobs {

    private static final int CUT = Integer.getInteger("faults.cut", 8);
    private static final String MAP = "n[1-3] = [ a, b, c, d ]\n";

    private static LongStream seeds() {
        Long given = Long.getLong("faults.seed");
        return given != null
                ? LongStream.of(given)
                : LongStream.generate(System::nanoTime).limit(Integer.getInteger("faults.rounds", 1));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_host_that_is_cut_off_for_a_while_goes_on_by_itself_and_so_do_the_others(long seed) throws Exception {
        int host = 1 + new Random(seed).nextInt(3);
        tell("n%d is cut off for %d s, -Dfaults.seed=%d".formatted(host, CUT, seed));
        try (PipelineProcess run = start(0, MAP, "sleep 1; echo $1 $2")) {
            awaitStarts(run, "n" + host, 1);
            network.cut(0, host);
            long cut = System.nanoTime();
            for (String other : List.of("n1", "n2", "n3")) {
                if (!other.equals("n" + host)) {
                    run.awaitOut(other + " d\n");
                }
            }
            await().atMost(Duration.ofSeconds(CUT).plus(LIMIT))
                    .until(() -> System.nanoTime() - cut > CUT * 1_000_000_000L);
            assertThat(starts("n" + host)).as("jobs of a host that is cut off").hasSizeLessThanOrEqualTo(2);
            network.restore(0, host);
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out().lines()).hasSize(12).doesNotHaveDuplicates();
        } finally {
            network.restore(0, host);
        }
        assertThat(Files.readAllLines(counter)).as("seed " + seed).hasSize(12).doesNotHaveDuplicates();
        assertThatNothingIsLeft();
    }

    @Test
    void a_host_that_stays_cut_off_has_its_jobs_parked_and_the_next_run_picks_them_up() throws Exception {
        Path config = directory.resolve("master0.cfg");
        Files.writeString(config, Files.readString(config).replace("= 10m", "= 2s"));
        Path go = directory.resolve("go");
        String script = "[ $1 != n2 ] || while [ ! -e '" + go + "' ]; do sleep 0.1; done; echo $1 $2";
        tell("n2 is cut off and stays so");
        try (PipelineProcess run = start(0, MAP, script)) {
            awaitStarts(run, "n2", 2);
            network.cut(0, 2);
            assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
            assertThat(run.out().lines()).hasSize(8).noneMatch(line -> line.startsWith("n2"));
            assertThat(run.err())
                    .contains(
                            "4 jobs parked, not failed: they wait for their hosts:\n  n2: ",
                            "\nagain: pipeline foreach")
                    .doesNotContain("failed:\n", "\tat ");
            network.restore(0, 2);
            Files.createFile(go);
        } finally {
            network.restore(0, 2);
        }
        try (PipelineProcess again = start(0, MAP, script)) {
            assertThat(again.exitCode()).as(again.err()).isZero();
            assertThat(again.out().lines()).containsExactlyInAnyOrder("n2 a", "n2 b", "n2 c", "n2 d");
        }
        assertThat(Files.readAllLines(counter)).hasSize(12).doesNotHaveDuplicates();
        assertThatNothingIsLeft();
    }

    @Test
    void two_masters_of_one_job_name_that_a_split_keeps_apart_run_each_job_once() throws Exception {
        Path go = directory.resolve("go");
        String map = "n1 = [ a, b, c, d ]\n";
        String script = "case $2 in [ab]) while [ ! -e '" + go + "' ]; do sleep 0.1; done;; esac; echo $1 $2";
        try (PipelineProcess first = start(0, map, script, "--share")) {
            awaitStarts(first, "n1", 2);
            tell("the first master is cut off and stands still");
            network.cut(0, 1);
            first.signal("STOP");
            try (PipelineProcess second = start(1, map, script, "--share")) {
                await().atMost(LIMIT)
                        .failFast(() ->
                                assertThat(second.isAlive()).as(second.err()).isTrue())
                        .until(() -> second.err().split("was started before", -1).length > 2);
                tell("the second has taken over; the first goes on, and the network is whole");
                first.signal("CONT");
                network.restore(0, 1);
                first.awaitErr("taken for dead");
                Files.createFile(go);
                assertThat(second.exitCode()).as(second.err()).isZero();
                assertThat(second.out().lines()).containsExactlyInAnyOrder("n1 a", "n1 b", "n1 c", "n1 d");
                tell("the first ended with " + first.exitCode() + ":\n" + first.err());
                assertThat(first.err()).doesNotContain("\tat ");
            }
        } finally {
            network.restore(0, 1);
        }
        assertThat(Files.readAllLines(counter)).containsExactlyInAnyOrder("n1 a", "n1 b", "n1 c", "n1 d");
        assertThatNothingIsLeft();
    }
}
