package pipeline.remote.hostkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.remote.hostkey.KnownHosts.KeyStatus;
import pipeline.remote.sshconfig.SshConfig;
import pipeline.remote.sshconfig.SshHost;
import pipeline.remote.sshconfig.TestSettings;

class KnownHostsTest {

    private static final HostKey KEY = new HostKey("ssh-ed25519", "QUFB", "SHA256:a");
    private static final Set<String> ASKED = Set.of("ssh-ed25519", "ssh-rsa");

    /** The name [127.0.0.2]:2222, hashed as ssh-keygen -H does it. */
    private static final String HASHED = "|1|c2FsdHNhbHRzYWx0c2FsdHNhbHQ=|";

    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[127.0.0.2]:2222 ssh-ed25519 QUFB comment; KNOWN",
                "127.0.0.2 ssh-ed25519 QUFB; KNOWN",
                "other,[127.0.0.*]:2222 ssh-ed25519 QUFB; KNOWN",
                "![127.0.0.2]:2222,[127.0.0.*]:2222 ssh-ed25519 QUFB; UNKNOWN",
                "[127.0.0.2]:2223 ssh-ed25519 QUFB; UNKNOWN",
                "127.0.0.2 ssh-ed25519 QkJC; UNKNOWN",
                "[127.0.0.2]:2222 ssh-ed25519 QkJC; CHANGED",
                "[127.0.0.2]:2222 ssh-rsa QkJC; CHANGED",
                "[127.0.0.2]:2222 ssh-slh-dsa-128s QkJC; UNKNOWN",
                "[127.0.0.2]:2222 2048 35 123456789; UNKNOWN",
                "@revoked * ssh-ed25519 QUFB; REVOKED",
                "@revoked [127.0.0.2]:2222 ssh-ed25519 QUFB; REVOKED",
                "@cert-authority [127.0.0.2]:2222 ssh-ed25519 QUFB; UNKNOWN",
                "#[127.0.0.2]:2222 ssh-ed25519 QUFB; UNKNOWN",
                "[127.0.0.2]:2222 ssh-ed25519; UNKNOWN",
                "|1|damaged ssh-ed25519 QUFB; UNKNOWN",
            })
    void a_line_says_what_a_key_is(String line, KeyStatus status) throws Exception {
        KnownHosts known = KnownHosts.of((line + "\n").getBytes(UTF_8), Path.of("known"));
        assertThat(known.judge(host(""), KEY, ASKED).status()).isEqualTo(status);
    }

    @Test
    void a_hashed_name_is_found() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec("saltsaltsaltsaltsalt".getBytes(UTF_8), "HmacSHA1"));
        String hash = Base64.getEncoder().encodeToString(mac.doFinal("[127.0.0.2]:2222".getBytes(UTF_8)));
        KnownHosts known = KnownHosts.of((HASHED + hash + " ssh-ed25519 QUFB\n").getBytes(UTF_8), Path.of("known"));
        assertThat(known.judge(host(""), KEY, ASKED).status()).isEqualTo(KeyStatus.KNOWN);
        assertThat(known.keyTypes(host(""))).containsExactly("ssh-ed25519");
    }

    @Test
    void an_alias_stands_for_the_name_and_the_port() throws Exception {
        KnownHosts known = KnownHosts.of("twin ssh-ed25519 QUFB\n".getBytes(UTF_8), Path.of("known"));
        assertThat(known.judge(host("HostKeyAlias twin\n"), KEY, ASKED).status())
                .isEqualTo(KeyStatus.KNOWN);
    }

    @Test
    void several_files_count_and_those_that_do_not_exist_hold_nothing() throws Exception {
        Path second = Files.writeString(home.resolve("second"), "\n[127.0.0.2]:2222 ssh-ed25519 QUFB\n");
        KnownHosts.Finding finding =
                KnownHosts.read(List.of(home.resolve("absent"), second)).judge(host(""), KEY, ASKED);
        assertThat(finding.line().orElseThrow().where()).isEqualTo(second + ":2");
    }

    @Test
    void many_writers_write_each_host_once_in_whole_lines_for_the_owner_alone() throws Exception {
        Path file = home.resolve(".ssh").resolve("known_hosts");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 128; i++) {
            SshHost host = host("HostKeyAlias h" + i % 64 + "\n");
            var unused = threads.submit(() -> new KnownHostsWriter().add(file, host, KEY, ASKED));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readAllLines(file))
                .hasSize(64)
                .doesNotHaveDuplicates()
                .allMatch(line -> line.matches("h\\d+ ssh-ed25519 QUFB"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void a_last_line_without_its_end_is_not_written_into() throws Exception {
        Path file = Files.writeString(home.resolve("known"), "x ssh-rsa QQ==");
        assertThat(new KnownHostsWriter().add(file, host(""), KEY, ASKED).status())
                .isEqualTo(KeyStatus.KNOWN);
        assertThat(Files.readAllLines(file)).containsExactly("x ssh-rsa QQ==", "[127.0.0.2]:2222 ssh-ed25519 QUFB");
    }

    @Test
    void a_file_without_room_is_an_error_and_not_half_a_line() throws Exception {
        Path file = Files.createSymbolicLink(home.resolve("known"), Path.of("/dev/full"));
        assertThatThrownBy(() -> new KnownHostsWriter().add(file, host(""), KEY, ASKED))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_link_stays_a_link_and_hashed_lines_stay_as_they_are() throws Exception {
        Path real = Files.writeString(home.resolve("real"), HASHED + "abc= ssh-ed25519 QUFB\n");
        Path file = Files.createSymbolicLink(home.resolve("known"), real);
        assertThat(new KnownHostsWriter().add(file, host(""), KEY, ASKED).status())
                .isEqualTo(KeyStatus.KNOWN);
        assertThat(file).isSymbolicLink();
        assertThat(Files.readAllLines(real))
                .containsExactly(HASHED + "abc= ssh-ed25519 QUFB", "[127.0.0.2]:2222 ssh-ed25519 QUFB");
    }

    @Test
    void a_line_that_ssh_adds_meanwhile_is_not_written_over() throws Exception {
        Path file = Files.writeString(home.resolve("known"), "");
        int lines = 200;
        Thread ssh = new Thread(() -> {
            for (int i = 0; i < lines; i++) {
                try {
                    Files.writeString(file, "ssh" + i + " ssh-rsa QQ==\n", StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        ssh.start();
        for (int i = 0; i < lines; i++) {
            new KnownHostsWriter().add(file, host("HostKeyAlias h" + i + "\n"), KEY, ASKED);
        }
        ssh.join();
        assertThat(Files.readAllLines(file))
                .hasSize(2 * lines)
                .allMatch(line -> line.matches("h\\d+ ssh-ed25519 QUFB|ssh\\d+ ssh-rsa QQ=="));
    }

    @Test
    void a_key_that_another_writer_wrote_meanwhile_is_judged() throws Exception {
        Path file = Files.writeString(home.resolve("known"), "[127.0.0.2]:2222 ssh-ed25519 QkJC\n");
        assertThat(new KnownHostsWriter().add(file, host(""), KEY, ASKED).status())
                .isEqualTo(KeyStatus.CHANGED);
    }

    private SshHost host(String extra) throws Exception {
        Path file = Files.writeString(home.resolve("config"), extra + "Host h\n  HostName 127.0.0.2\n  Port 2222\n");
        return SshConfig.read(TestSettings.in(home).sshConfig(file).build())
                .route("h")
                .get(0);
    }
}
