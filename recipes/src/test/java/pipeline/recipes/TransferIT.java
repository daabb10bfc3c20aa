package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;
import pipeline.testing.OpenSshServer;
import pipeline.testing.SmallDisk;

/** Files and trees that are moved to hosts, from hosts and between hosts, with real OpenSSH. */
class TransferIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** A recipe whose arguments are moves: KIND, FROM and TO, and for a copy the host it comes from. */
    private static final String RECIPE = """
            import java.nio.file.Path;
            import java.util.ArrayList;
            import java.util.List;
            import pipeline.job.ComputeJob;
            import pipeline.recipe.Recipe;

            public final class Move extends Recipe {
                @Override
                protected int run() throws Exception {
                    List<ComputeJob> jobs = new ArrayList<>();
                    for (int i = 0; i < args().size(); i += 3) {
                        String from = args().get(i + 1);
                        String to = args().get(i + 2);
                        jobs.add(switch (args().get(i)) {
                            case "put" -> ComputeJob.put("h2", Path.of(from), to);
                            case "get" -> ComputeJob.get("h2", from, Path.of(to));
                            case "dead" -> ComputeJob.copy("dead", from, "h3", to);
                            case "late" -> ComputeJob.copy("h9", from, "h3", to);
                            default -> ComputeJob.copy("h2", from, "h3", to);
                        });
                    }
                    scheduleJobs(jobs, 2);
                    return error.isSet() ? 1 : 0;
                }
            }
            """;

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @RegisterExtension
    @Order(1)
    static final OpenSshServer SERVER = OpenSshServer.create();

    @TempDir
    Path directory;

    private Path here;
    private Path there;
    private Path sshConfig;

    @BeforeEach
    void prepare() throws IOException {
        here = Files.createDirectory(directory.resolve("here"));
        there = Files.createDirectory(directory.resolve("there"));
        Files.writeString(directory.resolve("Move.java"), RECIPE);
        sshConfig = SERVER.writeConfig("Host dead\n  HostName 127.0.0.1\n  Port 1\n");
        Files.writeString(directory.resolve("pipeline.cfg"), """
                [DEFAULT]
                runtime_directory = %s
                working_directory = %s
                [remote]
                ssh_config = %s
                node_directory = %s
                """.formatted(
                        directory.resolve("state"), there, sshConfig, directory.resolve("node")));
    }

    @Test
    void files_of_any_name_and_size_go_come_and_are_not_sent_twice() throws Exception {
        List<String> names = List.of("a b", "it's\n\"new\"", "-dash", "$HOME `id`", "é", "empty", "large");
        List<String> moves = new ArrayList<>();
        for (String name : names) {
            byte[] content = new byte[name.equals("large") ? 3_000_001 : name.equals("empty") ? 0 : 77];
            new Random(1).nextBytes(content);
            Files.write(here.resolve(name), content);
            moves.addAll(List.of("put", here.resolve(name).toString(), name));
        }
        PipelineCall run = move("go", moves);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(entries(there)).containsExactlyInAnyOrderElementsOf(names);
        for (String name : names) {
            assertSame(there.resolve(name), here.resolve(name));
        }
        assertThat(move("go", moves).err()).contains("7 jobs were done before");

        Files.writeString(there.resolve("a b"), "changed there");
        Files.writeString(here.resolve("é"), "changed here");
        PipelineCall again = move("go", moves);
        assertThat(again.err())
                .contains("2 of 7 jobs run again: outputs are missing or have changed", "a b' has changed since");
        assertSame(there.resolve("a b"), here.resolve("a b"));
        assertThat(there.resolve("é")).hasContent("changed here");

        PipelineCall other = move("other", moves);
        assertThat(other.exitCode()).as(other.err()).isZero();
        assertThat(other.err().lines().filter(line -> line.contains("which were there already")))
                .hasSize(7);

        List<String> back = new ArrayList<>();
        Path home = Files.createDirectory(directory.resolve("home"));
        names.forEach(
                name -> back.addAll(List.of("get", name, home.resolve(name).toString())));
        PipelineCall got = move("back", back);
        assertThat(got.exitCode()).as(got.err()).isZero();
        for (String name : names) {
            assertSame(home.resolve(name), here.resolve(name));
        }
        Files.delete(home.resolve("large"));
        Files.delete(there.resolve("a b"));
        assertThat(move("back", back).err()).contains("1 of 7 jobs runs again", "large is missing");
        PipelineCall table = PipelineCall.run(directory, "jobs", "show", "-j", "back");
        assertThat(table.out()).contains("program      get", "\"sha256\":", "\"bytes\":3000001");
    }

    @Test
    void trees_arrive_whole_with_links_and_rights_and_go_from_host_to_host() throws Exception {
        Path tree = Files.createDirectories(here.resolve("obs.ms/a\nb/c"))
                .getParent()
                .getParent();
        Files.writeString(tree.resolve("a\nb/c/-x"), "x");
        Files.createFile(tree.resolve("empty"));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("/not there"));
        Files.createDirectory(tree.resolve("nothing"));
        Path run = Files.writeString(tree.resolve("run"), "#!/bin/sh\n");
        assertThat(run.toFile().setExecutable(true)).isTrue();
        List<String> moves = List.of("put", tree.toString(), there + "/", "put", tree + "/run", there + "/run");
        assertThat(move("tree", moves).exitCode()).isZero();
        assertThat(moved(there.resolve("obs.ms"))).isEqualTo(moved(tree));
        assertThat(Files.isExecutable(there.resolve("obs.ms/run"))).isTrue();
        assertThat(Files.isExecutable(there.resolve("run"))).isTrue();
        assertThat(Files.isExecutable(there.resolve("obs.ms/empty"))).isFalse();
        assertThat(move("tree", moves).err()).contains("2 jobs were done before");

        PipelineCall copied =
                move("copy", List.of("copy", "obs.ms", there + "/copy.ms", "get", "obs.ms", here + "/back.ms"));
        assertThat(copied.exitCode()).as(copied.err()).isZero();
        assertThat(moved(there.resolve("copy.ms"))).isEqualTo(moved(tree));
        assertThat(moved(here.resolve("back.ms"))).isEqualTo(moved(tree));

        Files.writeString(there.resolve("obs.ms/empty"), "no more");
        PipelineCall changed = move("tree", moves);
        assertThat(changed.exitCode()).isEqualTo(1);
        assertThat(changed.err()).contains("is there already and holds something else; remove it, or name another");
        assertThat(there.resolve("obs.ms/empty")).hasContent("no more");
        assertThatNothingIsLeft();
    }

    @Test
    void what_cannot_be_moved_is_reported_and_leaves_nothing() throws Exception {
        Files.writeString(here.resolve("file"), "x");
        Files.createDirectory(there.resolve("directory"));
        Files.createFile(there.resolve("name"));
        Files.createDirectory(here.resolve("tree"));
        assertThat(new ProcessBuilder("mkfifo", there + "/fifo").start().waitFor())
                .isZero();
        PipelineCall run = move(
                "bad",
                List.of(
                        "put",
                        here + "/none",
                        "x",
                        "get",
                        "none",
                        here + "/x",
                        "put",
                        here + "/file",
                        "no/where",
                        "put",
                        here + "/file",
                        "directory",
                        "put",
                        here + "/tree",
                        "name",
                        "get",
                        "fifo",
                        here + "/x2",
                        "get",
                        "name",
                        here + "/no/where",
                        "copy",
                        "none",
                        "y",
                        "dead",
                        "x",
                        "z"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "cannot read " + here + "/none on the master: no such file or directory",
                        "cannot read " + there + "/none on h2: it is not there",
                        "dead: ",
                        "cannot write " + there + "/no/where on h2: ",
                        "cannot write " + there + "/directory on h2: there is a directory of this name",
                        "cannot write " + there + "/name on h2: there is a file of this name",
                        "cannot read " + there + "/fifo on h2: it is neither a file nor a directory",
                        "cannot write " + here + "/no/where on the master: no such file or directory")
                .doesNotContain("\tat ");
        assertThatNothingIsLeft();
    }

    @Test
    void a_copy_waits_for_the_host_that_it_comes_from_as_other_jobs_wait_for_theirs() throws Exception {
        Files.writeString(there.resolve("x"), "x");
        String reachable = Files.readString(sshConfig);
        Files.writeString(sshConfig, reachable.replaceFirst("(Host h9\\n  HostName ).*", "$1127.0.0.1"));
        List<String> moves = List.of("late", "x", "z", "put", there + "/x", "y");
        PipelineCall away = move("away", moves);
        assertThat(away.exitCode()).as(away.err()).isEqualTo(4);
        assertThat(away.err()).contains("h9: connection refused", "jobs parked: 1", "1 job parked, not failed");
        assertThat(there.resolve("y")).hasContent("x");
        assertThat(there.resolve("z")).doesNotExist();
        assertThat(PipelineCall.run(directory, "jobs", "-j", "away").out())
                .contains("pending")
                .contains("success");

        Files.writeString(sshConfig, reachable);
        PipelineCall back = move("away", moves);
        assertThat(back.exitCode()).as(back.err()).isZero();
        assertThat(there.resolve("z")).hasContent("x");
        assertThatNothingIsLeft();
    }

    @Test
    void a_killed_master_leaves_nothing_under_the_name_and_the_same_command_goes_on() throws Exception {
        try (RandomAccessFile large = new RandomAccessFile(here.resolve("large").toFile(), "rw")) {
            // long enough to be killed in the middle
            large.setLength(160_000_000);
        }
        String[] words = {"-v", "Move.java", "-j", "kill", "put", here + "/large", "large", "get", "small", here + "/s"
        };
        Files.writeString(there.resolve("small"), "small");
        try (PipelineProcess master = PipelineProcess.start(directory, words)) {
            await().atMost(LIMIT).until(() -> entries(there).stream().anyMatch(name -> name.startsWith(".pipeline-")));
            assertThat(master.isAlive()).isTrue();
            master.signal("KILL");
            master.exitCode();
        }
        assertThat(there.resolve("large")).doesNotExist();
        try (PipelineProcess next = PipelineProcess.start(directory, words)) {
            await().atMost(LIMIT).until(() -> entries(there).stream().anyMatch(name -> name.startsWith(".pipeline-")));
            SERVER.killConnections();
            assertThat(next.exitCode()).as(next.err()).isZero();
        }
        assertSame(there.resolve("large"), here.resolve("large"));
        await().atMost(LIMIT).untilAsserted(this::assertThatNothingIsLeft);
    }

    @Test
    void what_takes_too_long_or_changes_or_fills_the_disk_is_reported_and_leaves_nothing() throws Exception {
        try (RandomAccessFile large = new RandomAccessFile(here.resolve("large").toFile(), "rw");
                SmallDisk disk = SmallDisk.at(directory.resolve("small"))) {
            large.setLength(20_000_000_000L);
            PipelineCall late = PipelineCall.run(
                    directory, "Move.java", "-j", "late", "--timeout", "1s", "put", here + "/large", "large");
            assertThat(late.err()).contains("h2: ran longer than its limit of 1 s");
            assertThatNothingIsLeft();
            PipelineCall full = move(
                    "full",
                    List.of(
                            "put",
                            here + "/large",
                            disk.directory() + "/large",
                            "get",
                            here + "/large",
                            disk.directory() + "/back"));
            assertThat(full.exitCode()).isEqualTo(1);
            assertThat(full.err())
                    .contains(
                            "cannot write " + disk.directory() + "/large on h2: ",
                            "cannot write " + disk.directory() + "/back on the master: No space left on device");
            assertThat(entries(disk.directory()))
                    .doesNotContain("large", "back")
                    .noneMatch(name -> name.startsWith("."));
        }
        Path growing = Files.write(there.resolve("growing"), new byte[30_000_000]);
        Thread writer = new Thread(() -> append(growing), "writer");
        writer.start();
        try {
            PipelineCall run = move("grow", List.of("get", "growing", here + "/grown"));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains(there + "/growing on h2 changed while it was read");
        } finally {
            writer.interrupt();
            writer.join();
        }
        assertThat(here.resolve("grown")).doesNotExist();
        assertThatNothingIsLeft();
    }

    /** Compares them block by block; AssertJ takes a second of processor for 20 MB. */
    private static void assertSame(Path copy, Path original) throws IOException {
        assertThat(Files.mismatch(copy, original)).as("%s", copy).isEqualTo(-1);
    }

    private static void append(Path file) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Files.write(file, new byte[10], StandardOpenOption.APPEND);
            } catch (IOException e) {
                return;
            }
        }
    }

    private PipelineCall move(String jobName, List<String> moves) throws IOException {
        List<String> words = new ArrayList<>(List.of("-v", "Move.java", "-j", jobName, "--"));
        words.addAll(moves);
        return PipelineCall.run(directory, words.toArray(String[]::new));
    }

    private void assertThatNothingIsLeft() throws IOException {
        assertThat(entries(here)).noneMatch(name -> name.startsWith(".pipeline"));
        assertThat(entries(there)).noneMatch(name -> name.startsWith(".pipeline"));
    }

    private static List<String> entries(Path place) throws IOException {
        try (Stream<Path> all = Files.list(place)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    private static List<String> moved(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            List<String> lines = new ArrayList<>();
            for (Path path : all.sorted().toList()) {
                String what = Files.isSymbolicLink(path)
                        ? "-> " + Files.readSymbolicLink(path)
                        : Files.isDirectory(path) ? "directory" : Files.readString(path);
                lines.add(tree.relativize(path) + ": " + what);
            }
            return lines;
        }
    }
}
