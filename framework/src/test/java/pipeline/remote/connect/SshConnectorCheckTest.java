package pipeline.remote.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.remote.UnknownHostsException;
import pipeline.remote.sshconfig.TestSettings;

class SshConnectorCheckTest {

    @TempDir
    Path home;

    private Path config;
    private SshConnector connector;

    @BeforeEach
    void make_a_connector() {
        config = home.resolve("config");
        connector = new SshConnector(TestSettings.in(home).sshConfig(config).build());
    }

    @AfterEach
    void close_it() {
        connector.close();
    }

    @Test
    void names_with_an_entry_and_names_that_resolve_are_known() throws Exception {
        Files.writeString(config, "Host lce*\n  HostName nowhere.invalid\nHost *\n  User x\n");
        assertThatCode(() -> connector.check(List.of("lce001", "127.0.0.1", "lce001")))
                .doesNotThrowAnyException();
    }

    @Test
    void all_unknown_names_are_reported_at_once_and_folded() throws Exception {
        Files.writeString(config, "Host lce001\n");
        assertThatThrownBy(
                        () -> connector.check(List.of("lce001", "a1.invalid", "a2.invalid", "a3.invalid", "127.0.0.1")))
                .isInstanceOfSatisfying(
                        UnknownHostsException.class,
                        unknown ->
                                assertThat(unknown.hosts()).containsExactly("a1.invalid", "a2.invalid", "a3.invalid"))
                .hasMessage("3 unknown hosts: a[1-3].invalid; no Host entry in " + config
                        + " is about them, and DNS does not know them."
                        + " Correct the map, or add a Host entry with a HostName");
    }

    @Test
    void a_name_that_another_host_or_a_command_resolves_is_not_asked_for_here() throws Exception {
        Files.writeString(config, "Match originalhost a*\n  ProxyJump gate\nHost *\n  ProxyCommand nc %h %p\n");
        assertThatCode(() -> connector.check(List.of("a1.invalid", "b1.invalid")))
                .doesNotThrowAnyException();
    }

    @Test
    void a_name_must_resolve_as_the_configuration_completes_it() throws Exception {
        Files.writeString(config, "Host *\n  HostName %h.invalid\n");
        assertThatThrownBy(() -> connector.check(List.of("localhost")))
                .isInstanceOf(UnknownHostsException.class)
                .hasMessageStartingWith("unknown host: localhost;");
    }

    @Test
    void a_changed_configuration_is_read_again() throws Exception {
        Files.writeString(config, "Host lce001\n");
        assertThatThrownBy(() -> connector.check(List.of("b.invalid"))).isInstanceOf(UnknownHostsException.class);
        Files.writeString(config, "Host b.invalid\n");
        assertThatCode(() -> connector.check(List.of("b.invalid"))).doesNotThrowAnyException();
    }

    @Test
    void an_unreadable_configuration_is_named() {
        assertThatThrownBy(() -> connector.check(List.of("lce001")))
                .isInstanceOf(UnknownHostsException.class)
                .hasMessageContaining(config + " cannot be read");
    }
}
