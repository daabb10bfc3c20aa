package pipeline.cli.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.Terminal;
import pipeline.cli.engine.EngineFactory;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.Mapfile;
import pipeline.testing.LeakCheck;
import pipeline.testing.LoopbackPort;
import pipeline.testing.OpenSshServer;

/** Spreading files over hosts, by OpenSSH. */
class PlaceCommandIT {

    @RegisterExtension
    static final OpenSshServer SERVER = OpenSshServer.create();

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path directory;

    private final String first = SERVER.hosts().get(0);
    private final String second = SERVER.hosts().get(1);
    private Terminal terminal;
    private Path there;

    @BeforeEach
    void sit_down() throws IOException {
        Path ssh = SERVER.writeConfig(
                "Host away\n  HostName 127.0.0.1\n  Port " + LoopbackPort.freeOn(List.of("127.0.0.1")) + "\n");
        Files.writeString(directory.resolve("pipeline.cfg"), "[remote]\nssh_config = " + ssh + "\n");
        Files.createDirectories(directory.resolve("in/c.MS/sub"));
        Files.writeString(directory.resolve("in/a b.dat"), "one");
        Files.writeString(directory.resolve("in/b.dat"), "three");
        Files.writeString(directory.resolve("in/c.MS/sub/table"), "seventeen");
        there = Files.createDirectory(directory.resolve("there"));
        terminal = new Terminal(directory, new EngineFactory(Map.of("HOME", directory.toString())), List.of());
    }

    private int place(String hosts, String... words) {
        return terminal.type(Stream.concat(
                        Stream.of("mapfile", "place", "--hosts", hosts, "--to", there + "/{host}"), Stream.of(words))
                .toArray(String[]::new));
    }

    private Path on(String host, String name) {
        return there.resolve(host).resolve(name);
    }

    @Test
    void files_and_trees_are_on_their_hosts_and_the_same_command_again_sends_nothing() throws Exception {
        String[] words = {"in/c.MS", "in/a b.dat", "in/b.dat", "-o", "my.mapfile"};
        assertThat(place(first + "," + second, words)).as(terminal.err()).isZero();
        assertThat(terminal.err()).isEqualTo("all 3 files (17 bytes) are on 2 hosts\n");
        assertThat(Mapfile.read(directory.resolve("my.mapfile")).entries())
                .extracting(MapEntry::host, MapEntry::file)
                .containsExactly(
                        tuple(first, on(first, "c.MS").toString()),
                        tuple(second, on(second, "a b.dat").toString()),
                        tuple(first, on(first, "b.dat").toString()));
        assertThat(on(first, "c.MS/sub/table")).hasContent("seventeen");
        assertThat(on(second, "a b.dat")).hasContent("one");

        Files.writeString(on(first, "b.dat"), "THREE");
        assertThat(place(first + "," + second, words)).isZero();
        assertThat(terminal.err()).isEqualTo("all 3 files (17 bytes) are on 2 hosts; 2 of them were there already\n");
        assertThat(on(first, "b.dat")).hasContent("three");
        try (Stream<Path> left = Files.list(there.resolve(first))) {
            assertThat(left).as("nothing but the files").hasSize(2);
        }
    }

    @Test
    void a_map_never_names_what_is_not_there() throws Exception {
        String[] words = {"in/a b.dat", "in/b.dat", "-o", "my.mapfile"};
        assertThat(place("away," + first, words)).isEqualTo(4);
        assertThat(terminal.err()).startsWith("away: connection refused").endsWith("""
                        1 of 2 files (5 bytes) are on 1 host; 1 file waits for hosts that do not answer
                        no map is written; the same command again goes on, and --partial writes a map of what is there
                        """);
        assertThat(directory.resolve("my.mapfile")).doesNotExist();

        assertThat(place("away," + first, "in/a b.dat", "in/b.dat", "-o", "my.mapfile", "--partial"))
                .isEqualTo(4);
        assertThat(Mapfile.read(directory.resolve("my.mapfile")).entries())
                .extracting(MapEntry::file)
                .containsExactly(on(first, "b.dat").toString());

        Files.createDirectories(on(second, "a b.dat"));
        assertThat(place(second, "in/a b.dat", "in/b.dat", "-o", "other.mapfile"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("there is a directory of this name", "1 of 2 files (5 bytes)");
        assertThat(directory.resolve("other.mapfile")).doesNotExist();
    }

    /** Its way to the server carries only so much from here, and is gone then. */
    @Test
    void a_connection_that_is_lost_in_mid_copy_leaves_no_map_and_the_same_command_again_goes_on() throws Exception {
        byte[] much = new byte[3_000_000];
        new Random(1).nextBytes(much);
        Files.write(directory.resolve("in/much"), much);
        Path proxy = directory.resolve("proxy.sh");
        String script = "exec 3<>/dev/tcp/127.0.0.2/%d; cat <&3 & %s >&3; kill $!\n";
        Files.writeString(proxy, script.formatted(SERVER.port(), "head -c 1000000"));
        Path ssh = SERVER.writeConfig("Host " + first + "\n  ProxyCommand bash " + proxy + "\n");
        Files.writeString(directory.resolve("pipeline.cfg"), "[remote]\nglobalfs = True\nssh_config = " + ssh + "\n");
        String[] words = {"in/much", "in/b.dat", "-o", "my.mapfile"};
        assertThat(place(first + "," + second, words)).as(terminal.err()).isEqualTo(4);
        assertThat(terminal.err())
                .containsOnlyOnce("means something to LOFAR's framework only is left alone: globalfs;")
                .contains("1 of 2 files (5 bytes) are on 1 host")
                .contains("no map is written; the same command again goes on");
        assertThat(directory.resolve("my.mapfile")).doesNotExist();
        assertThat(on(first, "much")).doesNotExist();

        Files.writeString(proxy, script.formatted(SERVER.port(), "cat"));
        assertThat(place(first + "," + second, words)).as(terminal.err()).isZero();
        assertThat(terminal.err()).contains("all 2 files", "1 of them was there already");
        assertThat(on(first, "much")).hasBinaryContent(much);
        try (Stream<Path> left = Files.list(there.resolve(first))) {
            assertThat(left).as("nothing of the first try").hasSize(1);
        }
    }

    @Test
    void what_cannot_be_copied_is_reported_before_anything_is_copied() throws Exception {
        Files.createDirectories(directory.resolve("more"));
        Files.writeString(directory.resolve("more/b.dat"), "");
        assertThat(place(first, "in/b.dat", "more/b.dat", "in/nothing", "in/../in/b.dat"))
                .isEqualTo(3);
        assertThat(terminal.err())
                .contains(
                        "in/b.dat and more/b.dat would both be b.dat on a host",
                        "in/nothing: no such file or directory",
                        "in/../in/b.dat is named twice",
                        "nothing was copied");
        assertThat(place(first + ",nobody.invalid", "in/b.dat", "in/a b.dat")).isEqualTo(3);
        assertThat(terminal.err()).contains("unknown host: nobody.invalid");

        try (RandomAccessFile large =
                new RandomAccessFile(directory.resolve("large").toFile(), "rw")) {
            large.setLength(8L << 40);
        }
        assertThat(place(first, "in/b.dat", "large")).isEqualTo(1);
        assertThat(terminal.err())
                .contains(
                        first + ": " + there.resolve(first) + " has ",
                        " free, and the files that are to come need 8.0T")
                .endsWith("nothing was copied\n");
        assertThat(terminal.type("mapfile", "place", "--hosts", first, "--to", there + "/x/y", "in/b.dat"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("No such file or directory");
        assertThat(on(first, "b.dat")).doesNotExist();
    }

    @Test
    void a_plan_says_what_would_go_where_and_connects_to_no_host() {
        assertThat(place("away,n2", "--plan", "--output", "tsv", "--by", "size", "in/c.MS", "in/a b.dat", "in/b.dat"))
                .isZero();
        assertThat(terminal.out()).isEqualTo("""
                host\tfile\tsize\tsource
                away\t%1$s/away/c.MS\t9\t%2$s/in/c.MS
                n2\t%1$s/n2/a b.dat\t3\t%2$s/in/a b.dat
                n2\t%1$s/n2/b.dat\t5\t%2$s/in/b.dat
                """.formatted(there, directory));
        assertThat(terminal.err()).isEqualTo("away: 1 file, 9 bytes\nn2: 2 files, 8 bytes\n");
        assertThat(place("n1", "--by", "sice", "in/b.dat")).isEqualTo(2);
        assertThat(terminal.err())
                .contains("--by must be one of round-robin, size, hash, but was sice; did you mean size?");
        assertThat(place("n1", "--plan", "-o", "x", "in/b.dat")).isEqualTo(2);
    }

    @Test
    void a_form_that_has_each_host_once_gets_its_files_together() {
        assertThat(place(first + "," + second, "--form", "parset", "in/c.MS", "in/b.dat", "in/a b.dat"))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.out())
                .isEqualTo("%s = [ %s, \"%s\" ]\n%s = [ %s ]\n"
                        .formatted(first, on(first, "c.MS"), on(first, "a b.dat"), second, on(second, "b.dat")));
    }
}
