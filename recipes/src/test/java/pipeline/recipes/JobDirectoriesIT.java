package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is made for a job on a real OpenSSH server, and what is left of it when the job or its master is killed. */
class JobDirectoriesIT extends OpenSshJobs {

    @Test
    void a_killed_job_leaves_neither_its_scratch_directory_nor_a_file_that_looks_finished() throws Exception {
        Path scratch = Files.createDirectory(directory.resolve("scratch"));
        Path data = Files.createDirectory(directory.resolve("data"));
        Files.writeString(
                directory.resolve("pipeline.cfg"),
                Files.readString(directory.resolve("pipeline.cfg")) + "scratch = " + scratch + "\n");
        Files.writeString(directory.resolve("one"), "h2 = [ a ]\n");
        String script = "touch \"$PIPELINE_SCRATCH/x\"; echo half > \"$1\"; echo a >> '" + counter + "'; while [ ! -e '"
                + go + "' ]; do sleep 0.1; done; echo whole > \"$1\"";
        String[] words = words(
                "--scratch",
                "--atomic-output",
                data.resolve("{}.fits").toString(),
                directory.resolve("one").toString(),
                "--",
                "sh",
                "-c",
                script,
                "x",
                "{out}");
        try (PipelineProcess run = PipelineProcess.start(directory, words)) {
            await().atMost(LIMIT).until(() -> Files.readAllLines(counter).size() == 1);
            assertThat(entries(scratch)).hasSize(1);
            assertThat(entries(data)).singleElement().asString().startsWith(".pipeline-");
            run.signal("KILL");
            run.exitCode();
        }
        PipelineCall cancel = PipelineCall.run(directory, "jobs", "cancel", "-j", words[2]);
        assertThat(cancel.out()).isEqualTo("cancelled: 1\n");
        await().atMost(LIMIT)
                .until(() -> entries(scratch).isEmpty() && entries(data).isEmpty());
        Files.createFile(go);
        PipelineCall again = PipelineCall.run(directory, words);
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(entries(scratch)).isEmpty();
        assertThat(entries(data)).containsExactly("a.fits");
        assertThat(data.resolve("a.fits")).hasContent("whole");
        Files.delete(data.resolve("a.fits"));
        PipelineCall deleted = PipelineCall.run(directory, words);
        assertThat(deleted.err()).contains("outputs are missing or have changed");
        assertThat(data.resolve("a.fits")).hasContent("whole");
    }

    private static List<String> entries(Path place) throws IOException {
        try (Stream<Path> all = Files.list(place)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }
}
