package pipeline.remote.sshconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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
        assertThat(host.files().identities()).containsExactly(ssh("id_rsa"), ssh("id_ecdsa"), ssh("id_ed25519"));
        assertThat(host.files().userKnownHosts()).containsExactly(ssh("known_hosts"), ssh("known_hosts2"));
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
    void values_do_not_grow_without_end() throws Exception {
        SshConfig config = config("User " + "x".repeat(1000) + "\nProxyJump " + "%r".repeat(1000) + "\n");
        assertThatThrownBy(() -> config.lookup("h"))
                .isInstanceOf(SshConfigException.class)
                .hasMessageContaining(file() + ":2: the value of proxyjump is longer than");
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
        SshConfig config = config("Match host lce* version x\n  User x\n");
        assertThatThrownBy(() -> config.lookup("lce001"))
                .isInstanceOf(SshConfigException.class)
                .hasMessageContaining(file() + ":1: whether \"Match host lce* version x\"")
                .hasMessageContaining("user in line 2");
        assertThat(config.lookup("other").user()).isEqualTo(System.getProperty("user.name"));
    }

    @Test
    void a_match_block_that_cannot_be_decided_and_does_not_matter_is_passed_over() throws Exception {
        assertThat(config("User a\nMatch version x\n  GSSAPIAuthentication yes\n  User b\n")
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
        assertThat(config("ProxyJump none\nProxyCommand nc %h\n").lookup("h").proxyCommand())
                .as("what ssh -G says")
                .isPresent();
        assertThat(config("ProxyCommand nc %h\nProxyJump gate\n").lookup("h").jumps())
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
                "ProxyCommand nc %y",
                "ProxyCommand -",
                "PubkeyAuthentication no",
                "PreferredAuthentications password,keyboard-interactive",
                "User two words",
                "IdentityFile ~no-such-user-at-all/id",
                "IdentityFile ${HOME",
                "IdentityFile %y",
                "IdentitiesOnly perhaps",
                "CanonicalizeHostname perhaps",
                "AddressFamily inet7",
                "Match host a all b",
                "Match exec",
                "Match exec %y",
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
    @ValueSource(strings = {"Port", "User \"x", "HostName # nothing", "Match", "User a\0b", "IdentityFile 'x"})
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "host=lce001 | 7",
                "host=\"lce001\" | 7",
                "Host = LCE001 | 7",
                "host \"a,lce*\" | 7",
                "host other | 22",
                "host=other user=x | 22",
                "originalhost=lce001 !user=nobody | 7",
                "localuser * | 7",
                "final | 7",
                "final host=lce001 | 7",
                "canonical | 22",
                "!final host other | 22",
                "exec true | 7",
                "exec=\"test %h = lce001\" | 7",
                "exec \"test %n = other\" | 22",
                "!exec \"exit 3\" | 7",
                "host other exec \"sleep 60\" | 22",
            })
    void criteria_are_read_as_ssh_reads_them(String criteria, int port) throws Exception {
        assertThat(config("Match " + criteria + "\n Port 7\n").lookup("lce001").port())
                .isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a;touch", "a$(id)", "a`id`", "a|b", "a&b", "a'b", "a\"b", "a\\b", "a<b", "a>b", "a{b", "-a"})
    void a_name_that_a_shell_would_read_is_refused_before_a_command_runs(String name) throws Exception {
        Path ran = home.resolve("ran");
        SshConfig config = config("Match exec \"touch " + ran + "; : %n\"\n  ProxyCommand nc %h\n");
        assertThatThrownBy(() -> config.lookup(name))
                .isInstanceOf(SshConfigException.class)
                .hasMessageStartingWith("no host can be named " + name + ": ");
        assertThat(ran).doesNotExist();
    }

    @Test
    void a_command_is_run_once_for_a_host_without_input_and_not_longer_than_the_timeout() throws Exception {
        Path count = home.resolve("count");
        SshConfig config = config(("Match exec \"cat; echo x >>" + count + "\"\n Port 7\n").repeat(3));
        assertThat(config.lookup("h").port()).isEqualTo(7);
        assertThat(count).hasContent("x");
        assertThat(config.mentions("h")).isFalse();
        assertThat(count).hasContent("x");
        Files.writeString(file(), "\nMatch exec \"sleep 77\"\n Port 7\n");
        SshConfig slow = SshConfig.read(TestSettings.in(home)
                .sshConfig(file())
                .timeout(Duration.ofMillis(300))
                .build());
        assertThatThrownBy(() -> slow.lookup("h"))
                .isInstanceOf(SshConfigException.class)
                .hasMessage(file() + ":2: Match exec did not end in 0.3 s: sleep 77; see connect_timeout");
    }

    @Test
    void names_of_hosts_compare_exactly_but_not_in_match() throws Exception {
        SshConfig config = config("Host Lce*\n Port 7\nMatch host LCE*\n User x\n");
        assertThat(config.lookup("lce001").port()).isEqualTo(22);
        assertThat(config.lookup("Lce001").port()).isEqualTo(7);
        assertThat(config.lookup("lce001").user()).isEqualTo("x");
        assertThat(config.lookup("LCE001").hostName()).isEqualTo("lce001");
    }

    @Test
    void names_are_completed_by_the_first_domain_that_knows_them_and_read_again() throws Exception {
        Set<String> known = Set.of("lce001.b.example.org.", "a.b.lce.example.org.");
        String text = """
                Host *.example.org
                 Port 7
                Match canonical host *.b.example.org
                 User x
                Host *
                 CanonicalizeHostname yes
                 CanonicalDomains a.example.org B.example.org. c.example.org
                """;
        Files.writeString(file(), text);
        SshConfig config =
                SshConfig.read(TestSettings.in(home).sshConfig(file()).build(), known::contains);
        assertThat(config.lookup("lce001").hostName()).isEqualTo("lce001.b.example.org");
        assertThat(config.lookup("lce001").port()).isEqualTo(7);
        assertThat(config.lookup("lce001").user()).isEqualTo("x");
        assertThat(config.lookup("lce002").hostName()).isEqualTo("lce002");
        assertThat(config.lookup("a.b.lce").hostName()).as("too many dots").isEqualTo("a.b.lce");
        Files.writeString(file(), text + " CanonicalizeFallbackLocal no\n ProxyJump gate\n");
        SshConfig proxied =
                SshConfig.read(TestSettings.in(home).sshConfig(file()).build(), known::contains);
        assertThat(proxied.lookup("lce001").hostName())
                .as("the gate resolves it")
                .isEqualTo("lce001");
        Files.writeString(file(), text + " CanonicalizeFallbackLocal no\n");
        SshConfig strict =
                SshConfig.read(TestSettings.in(home).sshConfig(file()).build(), known::contains);
        assertThatThrownBy(() -> strict.lookup("lce002"))
                .isInstanceOf(SshConfigException.class)
                .hasMessageContaining(":8: lce002 is not found in any of the CanonicalDomains");
    }

    @Test
    void tokens_of_a_jump_host_speak_of_the_host_behind_it() throws Exception {
        SshConfig config = config("Host h\n HostName real\n User bob\n Port 5\n ProxyJump %r@gate-%h:2%p\n");
        assertThat(config("Host h\n HostName real\n User bob\n Port 5\n ProxyJump %r@gate-%h-%n-%p:22\n")
                        .lookup("h")
                        .jumps())
                .containsExactly(new JumpHost("gate-real-h-5", "bob", 22));
        assertThatThrownBy(() -> config.lookup("h")).hasMessageContaining("expected a port from 1 to 65535");
    }

    @Test
    void the_user_and_port_of_a_jump_go_before_what_is_said_about_its_host() throws Exception {
        SshConfig config = config("""
                Host h
                 ProxyJump eve@gate:2022
                Match user eve
                 IdentityFile /of/%r-%p
                Host gate
                 User door
                 Port 7
                """);
        SshHost gate = config.route("h").get(0);
        assertThat(gate.address()).isEqualTo("gate:2022");
        assertThat(gate.user()).isEqualTo("eve");
        assertThat(gate.files().identities()).containsExactly(Path.of("/of/eve-2022"));
    }

    @Test
    void a_proxy_command_has_its_tokens_replaced_and_all_else_left_to_the_shell() throws Exception {
        SshConfig config = config("ProxyCommand = ssh -W '[%h]:%p' %r@gate # \"$X\" ${HOME}\nUser bob\n");
        assertThat(config.lookup("h").proxyCommand())
                .contains(new ProxyCommand(
                        "ssh -W '[%h]:%p' %r@gate # \"$X\" ${HOME}", "exec ssh -W '[h]:22' bob@gate # \"$X\" ${HOME}"));
        assertThat(config.nameToResolve("h")).isEmpty();
    }

    @Test
    void preferred_authentications_with_publickey_are_what_is_done_anyway() throws Exception {
        assertThat(config("PreferredAuthentications gssapi-with-mic,publickey\nPubkeyAuthentication host-bound\n")
                        .lookup("h")
                        .name())
                .isEqualTo("h");
    }

    @Test
    void files_with_carriage_returns_and_form_feeds_are_read_like_others() throws Exception {
        SshHost host = config("Host h\r\n  User x \t\f\r\n\r\n  Port=7\r\n").lookup("h");
        assertThat(host.user()).isEqualTo("x");
        assertThat(host.port()).isEqualTo(7);
    }

    @Test
    void a_file_that_others_may_write_is_not_included() throws Exception {
        Files.createDirectories(ssh(""));
        Path included = Files.writeString(ssh("open"), "Port 7\n");
        Files.setPosixFilePermissions(included, PosixFilePermissions.fromString("rw-r--rw-"));
        assertThatThrownBy(() -> config("Include open\n"))
                .isInstanceOf(SshConfigException.class)
                .hasMessage("the SSH configuration " + included
                        + " may be written by everybody, who could run anything as you by it; run: chmod go-w "
                        + included);
        Files.setPosixFilePermissions(included, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(config("Include open\n").lookup("h").port()).isEqualTo(7);
    }

    @Test
    void names_of_included_files_may_have_sets_and_other_homes() throws Exception {
        Files.createDirectories(ssh("d"));
        Files.writeString(ssh("d/a1"), "Port 7\n");
        Files.writeString(ssh("d/b1"), "User x\n");
        Files.writeString(ssh("d/{c}"), "HostName y\n");
        Files.writeString(ssh("d/.a1"), "Port 8\n");
        SshHost host = config("Include d/[!b]? d/b\\1\nInclude d/{c* ~root/no-such-file\n")
                .lookup("h");
        assertThat(host.port()).isEqualTo(7);
        assertThat(host.user()).isEqualTo("x");
        assertThat(host.hostName()).isEqualTo("y");
    }

    @Test
    void what_another_program_may_understand_is_not_ours_to_warn_about() throws Exception {
        assertThat(config("IgnoreUnknown Use*,Fancy\nUseFancy yes\nFancy on\n")
                        .lookup("h")
                        .port())
                .isEqualTo(22);
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
