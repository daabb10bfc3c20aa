package pipeline.remote.sshconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshConfigTest {

    @TempDir
    Path home;

    @Test
    void without_any_word_about_it_a_host_is_its_own_name_at_port_22() throws Exception {
        SshHost host = config("").lookup("lce001");
        assertThat(host.hostName()).isEqualTo("lce001");
        assertThat(host.port()).isEqualTo(22);
        assertThat(host.user()).isEqualTo(System.getProperty("user.name"));
        assertThat(host.jumps()).isEmpty();
        assertThat(host.hostKeyPolicy()).isEqualTo(HostKeyPolicy.STRICT);
        assertThat(host.connectTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(host.files().identities()).containsExactly(ssh("id_ed25519"), ssh("id_ecdsa"), ssh("id_rsa"));
        assertThat(host.files().userKnownHosts()).containsExactly(ssh("known_hosts"));
        assertThat(host.knownAs()).isEqualTo("lce001");
    }

    @Test
    void the_first_value_wins_and_identity_files_add_up() throws Exception {
        SshHost host = config("""
                        # the cluster
                        Host lce* !lce009
                          HostName=%h.example.org
                          User "the observer"   # quoted
                          Port = 2222
                          IdentityFile ~/.ssh/%r@%h
                        Host *
                        \tUser nobody
                          IdentityFile /keys/b
                          IdentitiesOnly yes
                        """).lookup("lce001");
        assertThat(host.hostName()).isEqualTo("lce001.example.org");
        assertThat(host.user()).isEqualTo("the observer");
        assertThat(host.address()).isEqualTo("lce001.example.org:2222");
        assertThat(host.knownAs()).isEqualTo("[lce001.example.org]:2222");
        assertThat(host.files().identities())
                .containsExactly(ssh("the observer@lce001.example.org"), Path.of("/keys/b"));
        assertThat(host.files().identitiesOnly()).isTrue();
    }

    @Test
    void how_a_dead_connection_is_noticed_can_be_said_but_not_that_it_is_not() throws Exception {
        assertThat(config("Host *\nServerAliveInterval 2\nServerAliveCountMax 4\n")
                        .lookup("lce001")
                        .keepAlive())
                .isEqualTo(new KeepAlive(Duration.ofSeconds(2), 4));
        assertThat(config("Host *\nServerAliveInterval 0\n").lookup("lce001").keepAlive())
                .isEqualTo(KeepAlive.DEFAULT);
    }

    @Test
    void an_excluded_name_is_not_in_the_block() throws Exception {
        assertThat(config("Host lce* !lce009\n Port 2222\n").lookup("lce009").port())
                .isEqualTo(22);
    }

    @Test
    void includes_are_read_in_place_from_the_ssh_directory_and_inherit_the_block() throws Exception {
        Files.createDirectories(ssh("conf.d"));
        Files.writeString(ssh("conf.d/10-a.conf"), "Port 1001\nHost b\n User inner\n");
        Files.writeString(ssh("conf.d/20-b.conf"), "User second\n");
        SshConfig config =
                config("Host a b\n  Include conf.d/*.conf\n  User last\nHost c\n  Include absent/*\n  Port 5\n");
        assertThat(config.lookup("a").port()).isEqualTo(1001);
        assertThat(config.lookup("a").user()).isEqualTo("second");
        assertThat(config.lookup("b").user()).isEqualTo("inner");
        assertThat(config.lookup("c").port()).isEqualTo(5);
    }

    @Test
    void files_that_include_each_other_are_named() throws Exception {
        Files.createDirectories(ssh(""));
        Files.writeString(ssh("loop"), "Include loop\n");
        assertThatThrownBy(() -> config("Include loop\n"))
                .isInstanceOf(SshConfigException.class)
                .hasMessageContaining(ssh("loop") + ":1: files include each other");
    }

    @ParameterizedTest
    @CsvSource({
        "all, 7",
        "host lce*, 7",
        "originalhost lce001, 7",
        "host other, 22",
        "!host other, 7",
        "user nobody-else, 22",
        "canonical, 22",
        "!all, 22",
    })
    void match_blocks_are_honoured_where_they_can_be_decided(String criteria, int port) throws Exception {
        assertThat(config("Match " + criteria + "\n Port 7\n").lookup("lce001").port())
                .isEqualTo(port);
    }

    @Test
    void a_match_block_that_cannot_be_decided_stops_the_hosts_that_it_may_be_about() throws Exception {
        SshConfig config = config("Match host lce* exec \"test -e x\"\n  User x\n");
        assertThatThrownBy(() -> config.lookup("lce001"))
                .isInstanceOf(SshConfigException.class)
                .hasMessageContaining(file() + ":1: whether \"Match host lce* exec test -e x\"")
                .hasMessageContaining("user in line 2");
        assertThat(config.lookup("other").user()).isEqualTo(System.getProperty("user.name"));
    }

    @Test
    void a_match_block_that_cannot_be_decided_and_does_not_matter_is_passed_over() throws Exception {
        assertThat(config("User a\nMatch final all\n  GSSAPIAuthentication yes\n  User b\n")
                        .lookup("h")
                        .user())
                .isEqualTo("a");
    }

    @Test
    void the_first_of_proxy_jump_and_proxy_command_counts() throws Exception {
        assertThat(config("ProxyJump bob@gate:2022,[fe80::1]:23,last\nProxyCommand nc %h\n")
                        .lookup("h")
                        .jumps())
                .containsExactly(
                        new JumpHost("gate", "bob", 2022),
                        new JumpHost("fe80::1", null, 23),
                        new JumpHost("last", null, null));
        assertThat(config("ProxyCommand none\nProxyJump gate\n").lookup("h").jumps())
                .isEmpty();
        assertThat(config("ProxyJump none\nProxyJump gate\n").lookup("h").jumps())
                .isEmpty();
    }

    @Test
    void a_route_lists_the_jump_hosts_with_their_own_words_and_a_gate_is_not_behind_itself() throws Exception {
        SshConfig config = config("Host gate\n User door\nHost *\n ProxyJump gate\n");
        assertThat(config.route("lce001")).extracting(SshHost::name).containsExactly("gate", "lce001");
        assertThat(config.route("lce001").get(0).user()).isEqualTo("door");
        assertThat(config.route("gate")).extracting(SshHost::name).containsExactly("gate");
    }

    @Test
    void jump_hosts_that_name_each_other_are_found() throws Exception {
        SshConfig config = config("Host a\n ProxyJump b\nHost b\n ProxyJump a\n");
        assertThatThrownBy(() -> config.route("a"))
                .isInstanceOf(SshConfigException.class)
                .hasMessageContaining("do they name each other?");
    }

    @ParameterizedTest
    @CsvSource({
        "ask, STRICT",
        "yes, STRICT",
        "accept-new, ACCEPT_NEW",
        "no, ACCEPT_ANY",
        "off, ACCEPT_ANY",
    })
    void the_policy_of_the_file_holds_unless_one_is_set(String word, HostKeyPolicy policy) throws Exception {
        assertThat(config("StrictHostKeyChecking " + word).lookup("h").hostKeyPolicy())
                .isEqualTo(policy);
        SshSettings strict = TestSettings.in(home)
                .sshConfig(file())
                .policy(HostKeyPolicy.STRICT)
                .build();
        assertThat(SshConfig.read(strict).lookup("h").hostKeyPolicy()).isEqualTo(HostKeyPolicy.STRICT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Port 0",
                "Port ssh",
                "HostName %y",
                "HostName %",
                "StrictHostKeyChecking perhaps",
                "ConnectTimeout soon",
                "ServerAliveInterval often",
                "ServerAliveCountMax -1",
                "ProxyJump @gate",
                "ProxyCommand nc %h %p",
                "IdentityFile ${PIPELINE_TEST_NOT_SET}/id",
                "Match host",
            })
    void a_value_that_cannot_be_honoured_is_named_with_its_line(String line) throws Exception {
        SshConfig config = config("\n" + line + "\n");
        assertThatThrownBy(() -> config.lookup("h"))
                .isInstanceOf(SshConfigException.class)
                .hasMessageStartingWith(file() + ":2: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Port", "User \"x", "=", "HostName # nothing"})
    void a_line_that_makes_no_sense_is_named(String line) {
        assertThatThrownBy(() -> config("Host *\n" + line + "\n"))
                .isInstanceOf(SshConfigException.class)
                .hasMessageStartingWith(file() + ":2: ");
    }

    @Test
    void a_given_file_must_exist() {
        SshSettings settings =
                TestSettings.in(home).sshConfig(home.resolve("absent")).build();
        assertThatThrownBy(() -> SshConfig.read(settings))
                .isInstanceOf(SshConfigException.class)
                .hasMessageContaining("absent cannot be read");
    }

    @Test
    void a_host_is_mentioned_by_any_pattern_but_the_star() throws Exception {
        SshConfig config = config("Host lce* !lce009\nHost *\n Port 2222\nMatch host gate\n");
        assertThat(List.of("lce001", "gate")).allMatch(host -> mentions(config, host));
        assertThat(List.of("lce009", "other")).noneMatch(host -> mentions(config, host));
    }

    @Test
    void known_hosts_of_the_settings_go_before_those_of_the_file() throws Exception {
        config("UserKnownHostsFile /a /b\nGlobalKnownHostsFile none\nHostKeyAlias twin\n");
        SshHost own =
                SshConfig.read(TestSettings.in(home).sshConfig(file()).build()).lookup("h");
        assertThat(own.files().userKnownHosts()).containsExactly(Path.of("/a"), Path.of("/b"));
        assertThat(own.files().globalKnownHosts()).isEmpty();
        assertThat(own.knownAs()).isEqualTo("twin");
        SshHost given = SshConfig.read(TestSettings.in(home)
                        .sshConfig(file())
                        .knownHosts(home.resolve("k"))
                        .build())
                .lookup("h");
        assertThat(given.files().userKnownHosts()).containsExactly(home.resolve("k"));
    }

    private static boolean mentions(SshConfig config, String host) {
        try {
            return config.mentions(host);
        } catch (SshConfigException e) {
            throw new AssertionError(e);
        }
    }

    private Path ssh(String name) {
        return home.resolve(".ssh").resolve(name);
    }

    private Path file() {
        return home.resolve("config");
    }

    private SshConfig config(String text) throws IOException, SshConfigException {
        Files.writeString(file(), text);
        return SshConfig.read(TestSettings.in(home).sshConfig(file()).build());
    }
}
