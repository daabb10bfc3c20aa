package pipeline.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pipeline.cli.common.UserErrorException;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.identity.Provenance;
import pipeline.testing.FakeJobRunner;
import pipeline.testing.LeakCheck;

@ExtendWith(LeakCheck.class)
class MiniClusterSessionIT {

    @Test
    void every_host_of_a_call_is_there_before_its_jobs_go() throws Exception {
        Path sshConfig;
        FakeJobRunner runner = FakeJobRunner.succeeding();
        try (MiniClusterSession nodes = MiniClusterSession.start(OptionalInt.empty())) {
            sshConfig = nodes.sshConfig();
            nodes.ahead(runner)
                    .run(
                            "1",
                            List.of(ComputeJob.command("lce001", "a"), ComputeJob.command("lce002", "b")),
                            3,
                            JobListener.NONE,
                            Provenance.NONE);

            assertThat(sshConfig).content().contains("Host lce001").contains("Host lce002");
        }
        assertThat(runner.jobs()).hasSize(2);
        assertThat(runner.limits()).containsExactly(3);
        assertThat(Files.exists(sshConfig)).isFalse();
    }

    @Test
    void hosts_share_a_fixed_number_of_nodes() throws Exception {
        try (MiniClusterSession nodes = MiniClusterSession.start(OptionalInt.of(1))) {
            nodes.ahead(FakeJobRunner.succeeding())
                    .run(
                            "1",
                            List.of(ComputeJob.command("a", "x"), ComputeJob.command("b", "x")),
                            1,
                            JobListener.NONE,
                            Provenance.NONE);

            assertThat(Files.readAllLines(nodes.sshConfig()).stream()
                            .map(String::strip)
                            .filter(line -> line.startsWith("Port "))
                            .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void a_host_that_the_mini_cluster_cannot_have_is_a_mistake_of_the_map() throws Exception {
        try (MiniClusterSession nodes = MiniClusterSession.start(OptionalInt.empty())) {
            assertThatThrownBy(() -> nodes.ahead(FakeJobRunner.succeeding())
                            .run("1", List.of(ComputeJob.command("a%b", "x")), 1, JobListener.NONE, Provenance.NONE))
                    .isInstanceOf(UserErrorException.class)
                    .hasMessageContaining("cannot have a host named 'a%b'");
        }
    }
}
