package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pipeline.testing.ProgramRun;
import pipeline.testing.RequiredProgram;

/** Masters whose clock is an hour wrong; that of the hosts, and all that measures how long something takes, is right. */
class WrongClockIT extends OpenSshJobs {

    /** One direction in an ordinary build, both in the profile of the faults. */
    static List<String> wrongs() {
        return Integer.getInteger("faults.rounds", 1) > 1 ? List.of("+1h", "-1h") : List.of("+1h");
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void retries_time_limits_and_results_are_those_of_the_right_clock(String wrong) throws Exception {
        System.out.println("the master's clock is " + wrong);
        Files.writeString(directory.resolve("map"), "h2 = [ fails ]\nh3 = [ lasts ]\nh4 = [ well ]\n");
        String script =
                "echo $1 >> '" + counter + "'; case $1 in fails) [ -e again ] || { touch again; exit 3; };; lasts)"
                        + " sleep 60;; esac; echo $1";
        try (PipelineProcess run = start(
                wrong,
                words(
                        "-w",
                        directory.toString(),
                        "--retries",
                        "1",
                        "--timeout",
                        "2s",
                        "map",
                        "--",
                        "sh",
                        "-c",
                        script,
                        "x",
                        "{}"))) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
            assertThat(run.out().lines()).containsExactlyInAnyOrder("fails", "well");
            assertThat(run.err()).contains("1 job failed:\n  h3: ", "2 s").doesNotContain("\tat ");
        }
        assertThat(Files.readAllLines(counter)).containsOnlyOnce("well").contains("fails", "lasts");
        assertThat(processes()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void beside_another_on_its_machine_a_master_goes_by_the_process_and_not_by_a_clock_that_is_wrong(String wrong)
            throws Exception {
        System.out.println("the clock of the second of two masters is " + wrong);
        Path config = directory.resolve("pipeline.cfg");
        Files.writeString(config, Files.readString(config) + "[jobs]\nheartbeat = 1s\norphan_timeout = 5s\n");
        try (PipelineProcess first = waiting("--share")) {
            awaitStart(first);
            try (PipelineProcess second = jobs(clock(wrong), "", "--share")) {
                second.awaitErr("Waiting for compute jobs");
                Files.createFile(go);
                System.out.println("they ended with %d and %d".formatted(first.exitCode(), second.exitCode()));
                // the one that looks dead to the other may have left the jobs to it
                assertThat(List.of(first, second)).allSatisfy(master -> {
                    assertThat(master.err()).doesNotContain("\tat ");
                    assertThat(master.exitCode() == 1 || master.err().contains("taken for dead"))
                            .as(master.err())
                            .isTrue();
                });
                assertThat(List.of(first.exitCode(), second.exitCode())).contains(1);
            }
        }
        assertThatEachRanOnce();
        assertThatNothingIsLeft();
    }

    private PipelineProcess start(String wrong, String... words) throws Exception {
        return PipelineProcess.start(directory, clock(wrong), words);
    }

    /** Returns the variables that make a clock wrong: those that the program {@code faketime} sets, but for its own process. */
    private static Map<String, String> clock(String wrong) {
        // what waits for a while shall not wait an hour, or not at all
        Map<String, String> variables = new TreeMap<>(
                Map.of("FAKETIME", wrong, "FAKETIME_DONT_FAKE_MONOTONIC", "1", "FAKETIME_FORCE_MONOTONIC_FIX", "0"));
        ProgramRun.of(RequiredProgram.FAKETIME, "-f", wrong, "env")
                .orFail("making a clock wrong")
                .out()
                .lines()
                .filter(line -> line.startsWith("LD_PRELOAD="))
                .forEach(line -> variables.put("LD_PRELOAD", line.substring(line.indexOf('=') + 1)));
        return variables;
    }
}
