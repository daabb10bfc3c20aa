package pipeline.remote.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Master and hosts know a file or a tree by the same digest, with each POSIX shell of this machine. */
class TreeDigestTest {

    @TempDir
    private Path directory;

    private Path tree;

    static Stream<List<String>> shells() {
        return Stream.of(
                        List.of("sh"),
                        List.of("dash"),
                        List.of("busybox", "sh"),
                        List.of("bash", "--posix"),
                        List.of("mksh"))
                .filter(shell -> Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, shell.get(0)))));
    }

    @BeforeEach
    void make() throws Exception {
        tree = Files.createDirectories(directory.resolve("it's a\n'tree'"));
        Files.createDirectories(tree.resolve("-d/e\nf/é"));
        Files.createDirectory(tree.resolve("none"));
        Files.writeString(tree.resolve("-d/e\nf/$(id) *"), "content");
        Files.createFile(tree.resolve(".hidden"));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("../a b"));
        Files.createSymbolicLink(tree.resolve("to"), Path.of("none"));
        Files.write(directory.resolve("file"), new byte[] {0, 1, 2, '\n'});
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_host_computes_what_the_master_does(List<String> shell) throws Exception {
        Path file = directory.resolve("file");
        Path nothing = directory.resolve("nothing");
        List<Path> all = List.of(tree, file, nothing);
        String answer =
                run(shell, HostFiles.look(all.stream().map(Path::toString).toList()));
        assertThat(HostFiles.digests(answer))
                .containsExactly(
                        Optional.of(LocalFiles.digest(tree)), Optional.of(LocalFiles.digest(file)), Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_special_file_in_a_tree_makes_it_another(List<String> shell) throws Exception {
        String before = LocalFiles.digest(tree);
        assertThat(run(shell, "mkfifo '" + directory + "/fifo'")).isEmpty();
        Files.move(directory.resolve("fifo"), tree.resolve("none/fifo"));
        assertThat(HostFiles.digests(run(shell, HostFiles.look(List.of(tree.toString())))))
                .doesNotContain(Optional.of(before));
        assertThatThrownBy(() -> LocalFiles.digest(tree))
                .hasMessageContaining("neither a file nor a directory nor a link");
    }

    @Test
    void every_change_of_a_tree_makes_it_another() throws Exception {
        String before = LocalFiles.digest(tree);
        Files.move(tree.resolve(".hidden"), tree.resolve("seen"));
        String renamed = LocalFiles.digest(tree);
        Files.delete(tree.resolve("none"));
        String without = LocalFiles.digest(tree);
        Files.writeString(tree.resolve("seen"), "x");
        assertThat(List.of(before, renamed, without, LocalFiles.digest(tree))).doesNotHaveDuplicates();
    }

    @Test
    void a_file_that_changes_while_it_is_read_is_reported() throws Exception {
        Path file = directory.resolve("file");
        LocalSource source = new LocalSource(file, Runnable::run);
        List<TreeEntry> entries = source.list().get();
        source.read(entries.get(0), new ByteSink() {
                    @Override
                    public CompletableFuture<Void> write(byte[] bytes) {
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public CompletableFuture<Void> finish() {
                        return CompletableFuture.completedFuture(null);
                    }
                })
                .get();
        assertThat(source.confirm("")).succeedsWithin(java.time.Duration.ofMinutes(1));
        Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
        assertThatThrownBy(() -> source.confirm("").get()).hasMessageContaining("changed while it was read");
    }

    private String run(List<String> shell, String script) throws Exception {
        Path input = Files.writeString(directory.resolve("script"), script);
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(shell)
                .redirectInput(input.toFile())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readString(out, StandardCharsets.UTF_8);
    }
}
