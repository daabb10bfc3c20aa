package pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.hostset.HostSetException;

class HostGroupsTest {

    @TempDir
    private Path directory;

    private Configuration configuration(String text) throws Exception {
        Path file = Files.writeString(directory.resolve("pipeline.cfg"), text);
        return Configuration.read(file, Map.of(), Map.of());
    }

    private HostGroups groups(String text) throws Exception {
        Configuration configuration = configuration(text);
        HostGroups groups = HostGroups.from(configuration);
        configuration.check();
        return groups;
    }

    @Test
    void a_group_stands_for_hosts_and_may_be_made_of_others() throws Exception {
        HostGroups groups = groups("""
                [groups]
                data = lce[001-004]
                fast = @data!lce002
                """);

        assertThat(groups.hosts("@fast,x")).hasToString("lce[001,003-004],x");
        assertThat(groups.hosts("@data&@fast")).hasToString("lce[001,003-004]");
        assertThat(groups.hosts("n[1-2]")).hasToString("n[1-2]");
    }

    @Test
    void a_section_may_be_for_the_hosts_of_a_group() throws Exception {
        Configuration configuration = configuration("""
                [groups]
                fast = lce[001-002]
                [group_sources]
                made = echo "$GROUP"1
                [deploy]
                x = all
                [deploy @fast]
                x = fast
                [deploy @made:n]
                x = made
                """);
        HostGroups.from(configuration);
        assertThat(configuration.section("deploy", "lce001").text("x")).contains("fast");
        assertThat(configuration.section("deploy", "n1").text("x")).contains("made");
        assertThat(configuration.section("deploy", "lce003").text("x")).contains("all");
        configuration.check();
    }

    @Test
    void a_section_for_a_group_that_is_not_there_is_reported_with_its_line() throws Exception {
        Configuration configuration = configuration("[groups]\nfast = n1\n[deploy @fats]\nx = 1\n");
        configuration.section("deploy").text("x");
        HostGroups.from(configuration);
        assertThatThrownBy(configuration::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("pipeline.cfg:3: the hosts of section [deploy @fats] cannot be read: ")
                .hasMessageContaining("did you mean @fast?");
    }

    @Test
    void a_cluster_description_has_groups() throws Exception {
        Files.writeString(directory.resolve("sub1.clusterdesc"), "ClusterName = one\nCompute.Nodes = [n1..2]\n");
        Path file = Files.writeString(
                directory.resolve("all.clusterdesc"),
                "Storage.Nodes = [s1]\nHead.Nodes = [h]\nSubClusters = [sub1.clusterdesc]\n");
        HostGroups groups = groups("[cluster]\nclusterdesc = " + file + "\n");

        assertThat(groups.hosts("@compute")).hasToString("n[1-2]");
        assertThat(groups.hosts("@storage,@head")).hasToString("h,s1");
        assertThat(groups.hosts("@one")).hasToString("n[1-2]");
        assertThat(groups.hosts("@all").size()).isEqualTo(4);
    }

    @Test
    void a_cluster_description_that_is_not_there_is_reported_and_has_no_groups() throws Exception {
        Configuration configuration = configuration("[cluster]\nclusterdesc = /nowhere/x.clusterdesc\n");
        HostGroups groups = HostGroups.from(configuration);
        configuration.check();
        assertThat(configuration.leftAlone().orElseThrow())
                .contains("clusterdesc = /nowhere/x.clusterdesc (no such file)");
        assertThatThrownBy(() -> groups.hosts("@compute"))
                .isInstanceOf(HostSetException.class)
                .hasMessageContaining("there is no such group");
    }

    @Test
    void a_source_is_a_command_that_prints_the_hosts_of_a_group() throws Exception {
        HostGroups groups = groups("""
                [group_sources]
                slurm = case $GROUP in long) echo 'n[1-2]'; echo n7 ;; none) ;; *) echo no such partition >&2; exit 3 ;; esac
                """);

        assertThat(groups.hosts("@slurm:long")).hasToString("n[1-2,7]");
        assertThatThrownBy(() -> groups.hosts("@slurm:short"))
                .isInstanceOf(HostSetException.class)
                .hasMessageContaining("the command of slurm ended with code 3 and printed no such partition");
        assertThatThrownBy(() -> groups.hosts("@slurm:none")).hasMessageContaining("printed nothing");
        assertThatThrownBy(() -> groups.hosts("@pbs:x"))
                .hasMessageContaining("there is no source pbs; write it into [group_sources]");
    }

    @Test
    void a_group_that_is_not_there_is_answered_with_those_that_are() throws Exception {
        HostGroups groups = groups("[groups]\ndata = n1\nother = n2\n");

        assertThatThrownBy(() -> groups.hosts("@dta")).hasMessageContaining("did you mean @data?");
        assertThatThrownBy(() -> groups.hosts("@zzzzzzz")).hasMessageContaining("there are @");
        assertThatThrownBy(() -> groups("").hosts("@x"))
                .hasMessageContaining("there is no such group; write it into [groups] as name = host set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[groups]\\na = @b\\nb = @a | is made of itself",
                "[groups]\\na = n[1- | groups",
                "[cluster]\\nclusterdesc = /dev/null | describes no nodes"
            })
    void what_is_wrong_is_reported_with_the_configuration(String text, String told) {
        assertThatThrownBy(() -> groups(text.replace("\\n", "\n") + "\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(told);
    }
}
