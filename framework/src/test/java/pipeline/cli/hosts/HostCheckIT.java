package pipeline.cli.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.MapShowingRecipe;
import pipeline.cli.Terminal;
import pipeline.cli.engine.EngineFactory;
import pipeline.testing.LeakCheck;
import pipeline.testing.LoopbackPort;
import pipeline.testing.OpenSshServer;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

/** Hosts of every kind, looked at before a run by OpenSSH. */
class HostCheckIT {

    @RegisterExtension
    static final OpenSshServer SERVER = OpenSshServer.options()
            .noisyLogin("127.0.0.5")
            .config("Match LocalAddress 127.0.0.6\n  ForceCommand sleep 60")
            .config("Match LocalAddress 127.0.0.7\n  AuthorizedKeysFile none")
            .build();

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path directory;

    private Terminal terminal;

    @BeforeEach
    void sit_down() {
        terminal = new Terminal(
                directory, new EngineFactory(Map.of("HOME", directory.toString())), List.of(MapShowingRecipe.class));
    }

    private void configure(String ssh, String remote) throws IOException {
        Files.writeString(directory.resolve("pipeline.cfg"), """
                [remote]
                ssh_config = %s
                node_directory = %s
                connect_timeout = 2s
                %s""".formatted(
                        SERVER.writeConfig(ssh), directory.resolve("node"), remote));
    }

    @Test
    void each_kind_of_fault_is_one_line_and_those_that_are_alike_are_reported_together() throws Exception {
        Path strange = Files.writeString(
                directory.resolve("known"),
                "[127.0.0.8]:" + SERVER.port() + " " + Files.readString(Path.of(SERVER.identity() + ".pub")));
        Files.writeString(directory.resolve("a.csv"), "12345");
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            configure(
                    """
                    Host away[12]
                      HostName 127.0.0.1
                      Port %d
                    Host silent
                      HostName 127.0.0.1
                      Port %d
                    Host h8
                      UserKnownHostsFile %s
                    """.replace("away[12]", "away1 away2")
                            .formatted(LoopbackPort.freeOn(List.of("127.0.0.1")), silent.getLocalPort(), strange),
                    "[deploy h3]\njava_home = /no/java\n");
            String map = "h[2-4] = [ %1$s/a.csv ]\nh5 = [ %1$s/a.csv, %1$s/gone.csv ]\n".formatted(directory);
            Files.writeString(directory.resolve("my.mapfile"), map);

            int status = terminal.type("hosts", "check", "my.mapfile", "h[6-8],away[1-2],silent", "--time-limit", "5s");

            assertThat(status).as(terminal.out() + terminal.err()).isEqualTo(1);
            assertThat(terminal.out())
                    .containsPattern("(?m)^h\\[2,4] \\(2\\) +ok +dash ")
                    .containsPattern("(?m)^h3 +warning ")
                    .containsPattern("(?m)^h5 +error ")
                    .contains("logged in as " + System.getProperty("user.name") + ", with ssh-ed25519 of ")
                    .containsPattern("(?m)^  away\\[1-2] \\(2\\): connection refused")
                    .containsPattern("(?m)^  silent: .*takes the connection but does not speak SSH")
                    .containsPattern("(?m)^  h6: logged in, but it hangs: no answer within 5 s")
                    .containsPattern("(?m)^  h7: .*not with any key")
                    .containsPattern("(?m)^  h8: the key of .* has CHANGED")
                    .contains("  h5: 1 of its 2 files of the map is not there: " + directory + "/gone.csv\n")
                    .containsPattern("(?m)^  h5: its login shell prints \"")
                    .contains("  h3: no java at /no/java/bin/java that says its version, so node programs in Java");
        }
    }

    @Test
    void hosts_that_are_well_end_with_0_and_programs_get_all_of_each() throws Exception {
        configure("", "");

        assertThat(terminal.type("hosts", "check", "h[2-4]", "--output", "json"))
                .isZero();
        JsonNode hosts = Json.read(terminal.out());
        assertThat(hosts.size()).isEqualTo(3);
        assertThat(hosts.path(0).path("host_key").stringValue()).contains("SHA256:");
        assertThat(hosts.path(0).path("account").stringValue()).endsWith("@127.0.0.2:" + SERVER.port());
        assertThat(hosts.path(0).path("free").isIntegralNumber()).isTrue();
        assertThat(hosts.path(0).path("clock").asInt()).isZero();
        long connections = SERVER.log().stream()
                .filter(line -> line.contains("Accepted publickey"))
                .count();
        assertThat(connections).as("one connection for each host").isLessThanOrEqualTo(12);
    }

    @Test
    void only_hosts_that_cannot_be_logged_in_to_end_with_4() throws Exception {
        configure("Host away\n  HostName 127.0.0.1\n  Port " + LoopbackPort.freeOn(List.of("127.0.0.1")) + "\n", "");

        assertThat(terminal.type("hosts", "check", "h2,away")).isEqualTo(4);
        assertThat(terminal.out()).contains("1 of 2 hosts would fail or park jobs:\n  away: connection refused");
    }

    @Test
    void what_names_no_host_is_a_mistake_of_the_command_line() {
        assertThat(terminal.type("hosts", "check")).isEqualTo(2);
        assertThat(terminal.err()).contains("say which hosts, such as lce[001-010], or a map");
        assertThat(terminal.type("hosts", "check", "lce[1")).isEqualTo(2);
        assertThat(terminal.err()).contains("is no map that is there, and no host set");
        assertThat(terminal.type("hosts", "check", "./none.mapfile")).isEqualTo(3);
        assertThat(terminal.err()).contains("none.mapfile: no such file");
        assertThat(terminal.type("hosts", "check", "h2", "--time-limit", "soon"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--time-limit must be ");
    }
}
