package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;
import pipeline.testing.OpenSshServer;

/** What runs again when files on hosts behind a real OpenSSH server hold something else: of gangs, and of steps that follow from each other. */
class ContentsOverSshIT {

    /** Two gangs and a job by itself, of which each member reads a file of its own. */
    private static final String GANGS = """
            from pipeline_recipe import ComputeJob, Recipe, gang

            class gangs(Recipe):
                def go(self):
                    def member(host, name):
                        return ComputeJob(host, ["sh", "-c", "echo $1 >>HERE/ran", "x", name], reads=["HERE/" + name])
                    jobs = gang("one", member("h2", "a"), [member("h3", "b"), member("h4", "c")])
                    jobs += gang("two", member("h2", "d"), [member("h3", "e")])
                    self.schedule_jobs(jobs + [member("h4", "f")], max_per_node=3)
                    return 1 if self.error.is_set() else 0
            """;

    /** Three steps, in which each job follows from the one of its own entry, and a last job from all. */
    private static final String STEPS = """
            from pipeline_recipe import ComputeJob, Recipe, load_data_map

            class steps(Recipe):
                def go(self):
                    entries = load_data_map(self.inputs["args"][0])

                    def step(name, before):
                        jobs = [ComputeJob(host, ["sh", "-c", "cat $2 >$3 && echo $1 >>HERE/ran", "x",
                                                  name + " " + file[-1], file + before, file + "." + name],
                                           outputs=[file + "." + name], **words)
                                for (host, file), words in zip(entries, follows)]
                        self.schedule_jobs(jobs, max_per_node=2, step=name)
                        return jobs

                    follows = [{} for _ in entries]
                    for name, before in (("one", ""), ("two", ".one"), ("three", ".two")):
                        follows = [{"after": [job]} for job in step(name, before)]
                    self.schedule_jobs([ComputeJob("h2", ["sh", "-c", "echo all >>HERE/ran"])], step="all")
                    return 1 if self.error.is_set() else 0
            """;

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @RegisterExtension
    @Order(1)
    static final OpenSshServer SERVER = OpenSshServer.create();

    @TempDir
    Path here;

    private String said = "";

    @BeforeEach
    void recipes_and_files() throws IOException {
        write("gangs.py", GANGS);
        write("steps.py", STEPS);
        write("in.map", "h2 = [ HERE/a, HERE/b ]\nh3 = [ HERE/c ]\n");
        for (String name : List.of("a", "b", "c", "d", "e", "f")) {
            write(name, "old");
        }
        configure("");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(here.resolve(name), text.replace("HERE", here.toString()));
    }

    private void configure(String more) throws IOException {
        write(
                "pipeline.cfg",
                "[DEFAULT]\nworking_directory = HERE\n[remote]\nssh_config = %s\nnode_directory = HERE/nodes\n%s"
                        .formatted(SERVER.sshConfig(), more));
    }

    /** Runs a recipe by the SHA-256 of files, and returns what its jobs say that ran, sorted. */
    private List<String> ran(String... words) throws IOException {
        Path ran = here.resolve("ran");
        Files.deleteIfExists(ran);
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(1, List.of("-j", "x", "--contents", "sha256"));
        PipelineCall call = PipelineCall.run(here, all.toArray(String[]::new));
        said = call.err();
        assertThat(call.exitCode()).as(said).isZero();
        return Files.exists(ran) ? Files.readAllLines(ran).stream().sorted().toList() : List.of();
    }

    @Test
    void a_gang_runs_again_as_a_whole_when_the_file_of_one_member_holds_something_else() throws Exception {
        String recipe = here + "/gangs.py";
        assertThat(ran(recipe)).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(ran(recipe)).isEmpty();

        write("b", "new");
        assertThat(ran(recipe)).as("a member of gang one").containsExactly("a", "b", "c");
        write("d", "new");
        assertThat(ran(recipe)).as("the control program of gang two").containsExactly("d", "e");
        write("f", "new");
        assertThat(ran(recipe)).as("what is in no gang").containsExactly("f");
        assertThat(ran(recipe)).isEmpty();
    }

    @Test
    void of_three_steps_what_follows_from_a_changed_file_runs_again_and_nothing_else() throws Exception {
        String[] steps = {here + "/steps.py", here + "/in.map"};
        assertThat(ran(steps)).hasSize(10);
        assertThat(ran(steps)).isEmpty();

        write("b", "new");
        assertThat(ran(steps)).containsExactly("all", "one b", "three b", "two b");
        assertThat(said)
                .contains("1 of 3 jobs runs again: what files hold that they read has changed (job 2 on h2: " + here
                        + "/b ");
        assertThat(here.resolve("b.three")).hasContent("new");
        assertThat(ran(steps)).isEmpty();
    }

    @Test
    void a_checksum_that_takes_longer_than_a_login_may_is_waited_for() throws Exception {
        Path bin = Files.createDirectory(here.resolve("bin"));
        Path slow = Files.writeString(
                bin.resolve("sha256sum"),
                "#!/bin/sh\nsleep 6\necho summed >>%s/sums\nPATH=${PATH#*:}\nexec sha256sum \"$@\"\n".formatted(here));
        assertThat(slow.toFile().setExecutable(true)).isTrue();
        // four times as long a login may take until the shell answers
        configure("connect_timeout = 1s\ninit = PATH=%s:$PATH\n".formatted(bin));
        write("one.map", "h2 = [ HERE/a ]\nh3 = [ HERE/c ]\n");
        String[] foreach = {"foreach", here + "/one.map", "--", "sh", "-c", "basename $1 >>ran", "x", "{}"};

        assertThat(ran(foreach)).containsExactly("a", "c");
        assertThat(here.resolve("sums")).hasContent("summed\nsummed\n");
        assertThat(said)
                .contains("asking 2 hosts for the SHA-256 of 2 files")
                .doesNotContain("it is not known")
                .doesNotContain("parked");
        write("c", "new");
        assertThat(ran(foreach)).as("what the files held was noted").containsExactly("c");
    }
}
