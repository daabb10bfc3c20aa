package pipeline.dispatch.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.config.Configuration;
import pipeline.config.ConfigurationException;

/** {@link DispatchSettings}, {@link NodeSettings} and {@link HostAliases} as a configuration file says. */
class SettingsTest {

    @TempDir
    private Path directory;

    @Test
    void a_name_is_a_machine_of_its_own_unless_it_is_an_alias() throws Exception {
        DispatchSettings settings = read("[hosts]", "lce001 = lce001-ib, lce001.cluster", "    lce001-mgmt");
        assertThat(List.of("lce001", "lce001-ib", "lce001.cluster", "lce001-mgmt"))
                .map(settings::machine)
                .containsOnly("lce001");
        assertThat(settings.machine("lce002")).isEqualTo("lce002");
    }

    @Test
    void folded_names_and_aliases_are_paired_one_by_one() throws Exception {
        DispatchSettings settings = read("[hosts]", "lce[001-003] = ib[1-3], m[07-09].cluster");
        assertThat(settings.machine("ib2")).isEqualTo("lce002");
        assertThat(settings.machine("m09.cluster")).isEqualTo("lce003");
    }

    @Test
    void each_name_of_a_machine_leads_to_all_of_them() throws Exception {
        DispatchSettings settings = read("[hosts]", "lce[001-002] = ib[1-2], m[1-2].cluster");
        assertThat(settings.names(Set.of("ib2"))).containsExactlyInAnyOrder("lce002", "ib2", "m2.cluster");
        assertThat(settings.names(List.of("lce001", "x")))
                .containsExactlyInAnyOrder("lce001", "ib1", "m1.cluster", "x");
        assertThat(settings.names(Set.of())).isEmpty();
    }

    @Test
    void capitals_make_no_difference_as_they_make_none_in_the_configuration() throws Exception {
        DispatchSettings settings = read("[hosts]", "LCE001 = LCE001-ib");
        assertThat(settings.machine("LCE001")).isEqualTo(settings.machine("LCE001-ib"));
        assertThat(settings.machine("Other")).isEqualTo("Other");
    }

    @Test
    void lists_of_different_length_an_alias_of_two_and_an_alias_with_aliases_are_mistakes() throws Exception {
        assertThat(problems("[hosts]", "a[1-3] = b[1-2]"))
                .singleElement()
                .asString()
                .contains("pipeline.cfg:2")
                .contains("names 3 machines but 2 aliases; they are paired one by one");
        assertThat(problems("[hosts]", "a = x", "b = x"))
                .singleElement()
                .asString()
                .contains("pipeline.cfg:3")
                .contains("has the alias x, which is an alias of a already");
        assertThat(problems("[hosts]", "a = b", "b = c"))
                .singleElement()
                .asString()
                .contains("has the alias b, which is a machine with aliases of its own");
        assertThat(problems("[hosts]", "a = b[1")).hasSize(1);
        assertThat(problems("[hosts]", "a = .b"))
                .singleElement()
                .asString()
                .contains("pipeline.cfg:2")
                .contains("expected a host's name, but '.b' begins with a dot");
    }

    @Test
    void what_a_host_has_is_declared_for_its_machine() throws Exception {
        DispatchSettings settings =
                read("[hosts]", "a = a-ib", "[remote]", "cores = 4", "[remote a]", "cores = 8", "memory = 2G");
        assertThat(settings.capacity("a-ib")).isEqualTo(new Capacity(OptionalInt.of(8), OptionalLong.of(2L << 30)));
        assertThat(settings.capacity("b")).isEqualTo(new Capacity(OptionalInt.of(4), OptionalLong.empty()));
        assertThat(problems("[remote]", "cores = 0", "memory = much"))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("must be a size above zero"));
    }

    @Test
    void what_a_job_finds_may_differ_from_host_to_host() throws Exception {
        DispatchSettings settings = read(
                "[deploy]",
                "engine_ppath = /opt/python",
                "java_home = /opt/java",
                "[deploy lce002]",
                "java_home = /usr/local/java",
                "[remote]",
                "init = . /etc/profile",
                "[remote lce[003-004]]",
                "working_directory = /data");
        assertThat(settings.node("lce001").engine().javaHome()).isEqualTo("/opt/java");
        assertThat(settings.node("lce002").engine().javaHome()).isEqualTo("/usr/local/java");
        assertThat(settings.node("lce002").engine().pythonPath()).containsExactly("/opt/python");
        assertThat(settings.node("lce001").workingDirectory()).isNull();
        assertThat(settings.node("lce004").workingDirectory()).isEqualTo("/data");
        assertThat(settings.node("lce004").init()).isEqualTo(". /etc/profile");
    }

    @Test
    void on_this_machine_jobs_start_where_the_master_does_unless_said_otherwise() throws Exception {
        DispatchSettings settings = read("[remote b]", "working_directory = /data");
        String here = Path.of("").toAbsolutePath().toString();
        assertThat(settings.onThisMachine().node("a").workingDirectory()).isEqualTo(here);
        assertThat(settings.onThisMachine().node("b").workingDirectory()).isEqualTo("/data");
        assertThat(settings.onMiniCluster().node("a").workingDirectory()).isEqualTo(here);
        assertThat(settings.onMiniCluster().node("a").nodeDirectory()).isEqualTo("~/.pipeline");
    }

    @Test
    void a_log_transport_that_cannot_be_meant_is_reported_with_its_line() throws Exception {
        assertThat(problems("[remote]", "log_transport = tunel"))
                .singleElement()
                .asString()
                .contains("pipeline.cfg:2")
                .contains("log_transport")
                .contains("must be 'tunnel'");
    }

    @Test
    void when_hosts_are_set_aside_is_read_and_what_cannot_be_meant_is_reported() throws Exception {
        assertThat(read("[remote]").healthPolicy()).isEqualTo(HealthPolicy.DEFAULT);
        assertThat(read("[remote]", "max_transport_failures = 1", "max_host_failures = 7", "park_wait = 2m")
                        .healthPolicy())
                .isEqualTo(new HealthPolicy(1, 7, Duration.ofMinutes(2)));
        assertThat(read("[remote]", "park_wait = 0s").healthPolicy().parkWait()).isZero();
        assertThat(problems("[remote]", "park_wait = soon", "max_host_failures = 0"))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("must be 0 or a time above zero", "'soon'"))
                .anySatisfy(problem -> assertThat(problem).contains("max_host_failures"));
    }

    private DispatchSettings read(String... lines) throws Exception {
        Configuration configuration = configuration(lines);
        DispatchSettings settings = DispatchSettings.from(configuration);
        configuration.check();
        return settings;
    }

    private List<String> problems(String... lines) throws Exception {
        Configuration configuration = configuration(lines);
        DispatchSettings.from(configuration);
        return catchThrowableOfType(ConfigurationException.class, configuration::check)
                .problems();
    }

    private Configuration configuration(String... lines) throws Exception {
        Path file = Files.writeString(directory.resolve("pipeline.cfg"), String.join("\n", lines) + "\n");
        return Configuration.read(file, Map.of(), Map.of());
    }
}
