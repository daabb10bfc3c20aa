package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Items that their jobs leave out, on a real OpenSSH server. */
class SkipOverSshIT extends OpenSshJobs {

    @Test
    void an_item_that_was_left_out_while_no_master_lived_is_collected_and_never_run_twice_or_taken_for_success()
            throws Exception {
        try (PipelineProcess master = start("--retries", "3", "--skip-exit", "42")) {
            awaitStart(master);
            master.signal("KILL");
            master.exitCode();
        }
        Files.createFile(go);
        try (PipelineProcess next = start("--retries", "3", "--skip-exit", "42", "--output-map", "left")) {
            assertThat(next.exitCode()).as(next.err()).isZero();
            assertThat(next.out() + next.err())
                    .contains("succeeded = 1 of 2\nskipped = 1\n")
                    .contains("1 job skipped, no failure: they left their items out:\n  h2: exit code 42: no data\n")
                    .doesNotContain("again:");
        }
        assertThat(Files.readString(directory.resolve("left")))
                .contains("'file': 'a', 'skip': True")
                .contains("'file': 'b', 'skip': False");
        try (PipelineProcess again = start("--skip-exit", "42")) {
            assertThat(again.exitCode()).as(again.err()).isZero();
            assertThat(again.err()).contains("1 was left out by the job itself before and is not run again");
        }
        assertThat(Files.readAllLines(counter)).containsExactlyInAnyOrder("a", "b");
        try (PipelineProcess other = start()) {
            assertThat(other.exitCode()).as(other.err()).isEqualTo(1);
            assertThat(other.err()).contains("1 job failed:\n  h2: exit code 42: no data\n");
        }
        assertThat(Files.readAllLines(counter)).containsExactlyInAnyOrder("a", "b", "a");
    }

    @Test
    void what_a_node_script_said_of_its_item_is_collected_with_its_reason_though_no_master_heard_it() throws Exception {
        write("leave.py", """
                from pipeline_recipe import ComputeJob, Recipe, ingredient

                class leave(Recipe):
                    outputs = {"told": ingredient.StringField()}

                    def go(self):
                        job = ComputeJob("h2", "python HERE/leave_node.py", arguments=["a"])
                        self.schedule_jobs([job])
                        self.outputs["told"] = "%s, %d, %s" % (job.outcome, job.results["returncode"], job.message)
                        return 1 if self.error.is_set() else 0
                """);
        write("leave_node.py", """
                import os, sys, time
                from pipeline_node import NodeScript

                class leave_node(NodeScript):
                    def run(self, file):
                        with open("HERE/counter", "a") as started:
                            started.write(file + "\\n")
                        while not os.path.exists("HERE/go"):
                            time.sleep(0.1)
                        self.skip("no data in " + file)

                if __name__ == "__main__":
                    sys.exit(leave_node(sys.argv[1], sys.argv[2]).run_with_logging(*sys.argv[3:]))
                """);
        String[] command = {"leave.py", "-j", "left", "--retries", "2"};
        try (PipelineProcess master = PipelineProcess.start(directory, command)) {
            await().atMost(LIMIT)
                    .failFast(
                            () -> assertThat(master.isAlive()).as(master.err()).isTrue())
                    .until(() -> !Files.readAllLines(counter).isEmpty());
            master.signal("KILL");
            master.exitCode();
        }
        Files.createFile(go);
        for (int start = 0; start < 2; start++) {
            try (PipelineProcess next = PipelineProcess.start(directory, command)) {
                assertThat(next.exitCode()).as(next.err()).isZero();
                assertThat(next.out()).contains("told = skipped, 117, no data in a\n");
            }
        }
        assertThat(Files.readAllLines(counter)).containsExactly("a");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text.replace("HERE", directory.toString()));
    }

    /** Starts two jobs that count themselves and wait for a file; one leaves its item out. */
    private PipelineProcess start(String... options) throws IOException {
        String[] command = {
            "two",
            "--",
            "sh",
            "-c",
            "echo $1 >> '" + counter + "'; while [ ! -e '" + go
                    + "' ]; do sleep 0.1; done; [ $1 != a ] || { echo no data >&2; exit 42; }",
            "x",
            "{}"
        };
        String[] all = new String[options.length + command.length];
        System.arraycopy(options, 0, all, 0, options.length);
        System.arraycopy(command, 0, all, options.length, command.length);
        return PipelineProcess.start(directory, words(all));
    }
}
