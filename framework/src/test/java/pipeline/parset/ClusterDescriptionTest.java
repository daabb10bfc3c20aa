package pipeline.parset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.parset.ClusterDescription.Role;

class ClusterDescriptionTest {

    @TempDir
    private Path directory;

    private ClusterDescription read(String name, String text) throws Exception {
        return ClusterDescription.read(Files.writeString(directory.resolve(name), text));
    }

    @Test
    void lists_of_nodes_by_what_they_are_for() throws Exception {
        ClusterDescription cluster = read("lofar.clusterdesc", """
                ClusterName = cep1
                Compute.Nodes = [lce019..21, lce030]
                Compute.LocalDisks = [lce019..21:/data]
                Storage.Nodes = [lse001..2]
                Head.Nodes = [lfe001]
                """);

        assertThat(cluster.name()).isEqualTo("cep1");
        assertThat(cluster.nodes(Role.COMPUTE)).containsExactly("lce019", "lce020", "lce021", "lce030");
        assertThat(cluster.nodes(Role.STORAGE)).containsExactly("lse001", "lse002");
        assertThat(cluster.nodes(Role.HEAD)).containsExactly("lfe001");
        assertThat(cluster.nodes()).hasSize(7);
    }

    @Test
    void nodes_one_by_one() throws Exception {
        ClusterDescription cluster = read("mixed.clusterdesc", """
                NNodes = 2
                Node0.NodeName = a
                Node0.NodeFileSys = [/d]
                Node1.NodeName = "b"
                """);

        assertThat(cluster.name()).isEqualTo("mixed");
        assertThat(cluster.nodes(Role.COMPUTE)).containsExactly("a", "b");
    }

    @Test
    void descriptions_of_descriptions() throws Exception {
        read("sub1.clusterdesc", "ClusterName = one\nCompute.Nodes = [n1]\nHead.Nodes = [h]\n");
        read("sub2.clusterdesc", "ClusterName = two\nCompute.Nodes = [n2..3]\nHead.Nodes = [h]\n");
        ClusterDescription cluster = read("all.clusterdesc", "SubClusters = [ sub1..2.clusterdesc ]\n");

        assertThat(cluster.parts()).extracting(ClusterDescription::name).containsExactly("one", "two");
        assertThat(cluster.nodes(Role.COMPUTE)).containsExactly("n1", "n2", "n3");
        assertThat(cluster.nodes(Role.HEAD)).containsExactly("h");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ClusterName = x | describes no nodes, expected Compute.Nodes",
                "NNodes = two | NNodes must be a number, but was two",
                "NNodes = 1 | has no Node0.NodeName",
                "SubClusters = [x.clusterdesc] | is named by itself",
                "SubClusters = [gone.clusterdesc] | gone.clusterdesc: no such file",
                "Compute.Nodes = [9999999*n] | stands for more than 1000000 values"
            })
    void what_is_wrong_is_reported_with_its_file(String text, String told) {
        assertThatThrownBy(() -> read("x.clusterdesc", text + "\n"))
                .isInstanceOf(ParsetException.class)
                .hasMessageContaining("clusterdesc: ")
                .hasMessageContaining(told);
    }
}
