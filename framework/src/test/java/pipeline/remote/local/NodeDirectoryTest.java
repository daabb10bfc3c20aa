package pipeline.remote.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.remote.NodeFile;
import pipeline.remote.RemoteHost;
import pipeline.remote.Slot;
import pipeline.remote.SlotOutput;
import pipeline.remote.SlotOwner;
import pipeline.testing.RequiredProgram;

/** What another user of a host may have prepared in the place where Pipeline keeps its files there. */
class NodeDirectoryTest {

    private static final int SOMEBODY_ELSE = 65534;

    @TempDir
    Path place;

    private final LocalTransport transport = new LocalTransport(Duration.ofSeconds(15));
    private final RemoteHost host = transport.host("h");
    private Path directory;

    @BeforeEach
    void inAPlaceForAll() throws Exception {
        rights(place, "rwxrwxrwx");
        Process chmod = new ProcessBuilder("chmod", "+t", place.toString()).start();
        assertThat(chmod.waitFor()).isZero();
        directory = place.resolve("pipeline-1000");
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void all_that_is_made_is_for_the_user_alone_whatever_the_umask_of_the_job() throws Exception {
        try (Slot slot = open(directory.toString())) {
            assertThat(slot.run("1.1", "umask 0; echo out; echo err >&2", new Nothing())
                            .get(20, SECONDS))
                    .isZero();
            host.put(NodeFile.of("f", new byte[10]), directory.toString()).get(20, SECONDS);
            host.takeOver(new SlotOwner("another", directory.toString()), true).get(20, SECONDS);
            host.follow(slot.trace(), "1.1", new Nothing()).get(20, SECONDS);

            Map<String, String> found = rightsBelow(directory);
            assertThat(found.keySet().toString()).contains("journal", "out", "err", "another.fence", "fence", "reader");
            assertThat(found.values()).isSubsetOf("rwx------", "rw-------", "r-x------");
            slot.settled("1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void a_link_is_refused_even_to_a_directory_of_the_users_own(String end) throws Exception {
        Path mine = rights(Files.createDirectory(place.resolve("mine")), "rwxr-xr-x");
        Files.createSymbolicLink(directory, mine);

        refuses(directory + end, "is a link or belongs to somebody else");
        assertThat(rightsOf(mine)).isEqualTo("rwxr-xr-x");
        assertThat(mine).isEmptyDirectory();
    }

    @Test
    void a_link_that_leads_nowhere_is_refused_and_nothing_is_made_where_it_leads() throws Exception {
        Path there = place.resolve("there");
        Files.createSymbolicLink(directory, there);

        refuses(directory.toString(), "cannot be made");
        assertThat(there).doesNotExist();
    }

    @Test
    void a_directory_of_somebody_else_is_refused() throws Exception {
        giveAway(Files.createDirectory(directory));
        refuses(directory.toString(), "is a link or belongs to somebody else");
    }

    @Test
    void what_somebody_else_made_in_a_place_for_all_is_no_place_for_a_directory() throws Exception {
        giveAway(rights(Files.createDirectory(directory), "rwxr-xr-x"));
        Files.createDirectory(directory.resolve("below"));
        refuses(directory.resolve("below").toString(), "lies in one that somebody else made where all may write");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
    void a_directory_in_which_others_may_have_put_files_is_refused_and_stays_as_it_is(String rights) throws Exception {
        rights(Files.createDirectory(directory), rights);
        refuses(directory.toString(), "others may write to the node directory");
        assertThat(rightsOf(directory)).isEqualTo(rights);
    }

    @Test
    void a_place_for_all_without_the_sticky_bit_is_refused_however_far_up() throws Exception {
        Path open = rights(Files.createDirectory(place.resolve("open")), "rwxrwxrwx");
        refuses(open.resolve("a/b").toString(), "below one in which all may rename it");
    }

    @Test
    void an_empty_directory_that_others_may_read_is_closed_to_them() throws Exception {
        rights(Files.createDirectory(directory), "rwxr-xr-x");
        open(directory.toString()).close();
        assertThat(rightsOf(directory)).isEqualTo("rwx------");
    }

    @Test
    void a_directory_with_other_things_is_not_closed_to_those_who_read_them() throws Exception {
        rights(Files.createDirectory(directory), "rwxr-xr-x");
        Files.writeString(directory.resolve("data"), "");
        refuses(directory.toString(), "holds other things and is open to others; name one of its own");
        assertThat(rightsOf(directory)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void the_home_directory_itself_is_refused() {
        for (String home : List.of("~", "~/")) {
            assertThatThrownBy(() -> open(home)).hasMessageContaining("must be a directory of its own");
        }
    }

    @Test
    void a_name_with_all_that_a_shell_looks_at_is_taken_as_it_is() throws Exception {
        Path odd = place.resolve("a b'$(id)\"*;").resolve("-n");
        open(odd.toString()).close();
        assertThat(rightsOf(odd)).isEqualTo("rwx------");
    }

    private void refuses(String nodeDirectory, String reason) {
        assertThatThrownBy(() -> open(nodeDirectory)).hasMessageContaining(reason);
        assertThatThrownBy(() ->
                        host.put(NodeFile.of("f", new byte[1]), nodeDirectory).get(20, SECONDS))
                .hasMessageContaining(reason);
        assertThatThrownBy(() ->
                        host.takeOver(new SlotOwner("o", nodeDirectory), true).get(20, SECONDS))
                .hasMessageContaining(reason);
    }

    private Slot open(String nodeDirectory) throws Exception {
        return host.openSlot(new SlotOwner("owner", nodeDirectory)).get(20, SECONDS);
    }

    private static void giveAway(Path path) throws IOException {
        RequiredProgram.root("nobody else can make what belongs to another");
        Files.setAttribute(path, "unix:uid", SOMEBODY_ELSE);
    }

    private static Path rights(Path path, String rights) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    private static String rightsOf(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Map<String, String> rightsBelow(Path top) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(top)) {
            for (Path path : paths.toList()) {
                all.put(path.getFileName().toString(), rightsOf(path));
            }
        }
        return all;
    }

    private static final class Nothing implements SlotOutput {
        @Override
        public void stdout(byte[] bytes, int offset, int length) {
            assertThat(new String(bytes, offset, length, StandardCharsets.UTF_8))
                    .isNotNull();
        }

        @Override
        public void stderr(byte[] bytes, int offset, int length) {
            // it is not looked at
        }

        @Override
        public void frame(pipeline.frame.Frame frame) {
            // none comes
        }

        @Override
        public void oversized(int limit) {
            // none comes
        }
    }
}
