package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Hosts that go down and come up again, with another boot id, while jobs run on them. */
class RebootIT extends NetworkJobs {

    private static final String MAP = "n1 = [ quick, slow ]\n";

    @Test
    void what_had_ended_is_collected_what_had_run_runs_again_and_its_pid_may_be_a_strangers() throws Exception {
        try (PipelineProcess master = run()) {
            awaitStarts(master, "n1", 2);
            master.signal("KILL");
            master.exitCode();
        }
        let("quick");
        await().atMost(LIMIT).until(() -> journals(true).size() == 1);
        network.powerOff(1);
        Process stranger = new ProcessBuilder("setsid", "sleep", "1000").start();
        try {
            giveAway(stranger.pid());
            network.boot(1);
            tell("n1 was down; what was the pid of a job's slot is that of the stranger " + stranger.pid());
            let("slow");
            try (PipelineProcess next = run()) {
                assertThat(next.exitCode()).as(next.err()).isZero();
                assertThat(next.out().lines()).containsExactlyInAnyOrder("n1 quick", "n1 slow");
            }
            assertThat(stranger.isAlive()).as("the stranger lives").isTrue();
        } finally {
            stranger.destroyForcibly().onExit().join();
        }
        assertThat(Files.readAllLines(counter)).containsExactlyInAnyOrder("n1 quick", "n1 slow", "n1 slow");
        assertThatNothingIsLeft();
    }

    @Test
    void a_run_whose_host_goes_down_and_comes_up_names_the_job_that_is_lost() throws Exception {
        let("quick");
        try (PipelineProcess run = run()) {
            run.awaitOut("n1 quick");
            awaitStarts(run, "n1", 2);
            network.powerOff(1);
            network.boot(1);
            tell("n1 was down while a job ran");
            assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
            assertThat(run.err())
                    .contains("1 job failed:\n  n1: ", "the job was there no more when the host was reached again")
                    .doesNotContain("\tat ");
        }
        let("slow");
        try (PipelineProcess next = run()) {
            assertThat(next.exitCode()).as(next.err()).isZero();
            assertThat(next.out().lines()).containsExactly("n1 slow");
        }
        assertThat(Files.readAllLines(counter)).containsExactlyInAnyOrder("n1 quick", "n1 slow", "n1 slow");
        assertThatNothingIsLeft();
    }

    /** Starts two jobs that wait for a file each. */
    private PipelineProcess run() throws IOException {
        return start(0, MAP, "while [ ! -e '" + directory + "/go-'$2 ]; do sleep 0.1; done; echo $1 $2");
    }

    private void let(String file) throws IOException {
        Files.createFile(directory.resolve("go-" + file));
    }

    /** Returns the journals in which a job has ended, or those in which none has. */
    private List<Path> journals(boolean hasEnd) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> slots = Files.list(directory.resolve("node1/slots"))) {
            for (Path slot : slots.filter(Files::isDirectory).toList()) {
                Path journal = slot.resolve("journal");
                if (Files.readString(journal).contains("\nend ") == hasEnd) {
                    found.add(journal);
                }
            }
        }
        return found;
    }

    /** Lets the slot of the job that did not end have the pid, the group and the start time of another process. */
    private void giveAway(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String born = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
        Path journal = journals(false).get(0);
        String changed = Files.readString(journal)
                .replaceFirst("^slot (\\S+) \\S+ \\S+ \\S+", "slot $1 " + pid + " " + pid + " " + born);
        Files.writeString(journal, changed);
    }
}
