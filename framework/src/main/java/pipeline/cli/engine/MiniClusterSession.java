package pipeline.cli.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.dispatch.ForwardingJobCall;
import pipeline.dispatch.JobCall;
import pipeline.dispatch.JobRunner;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;
import pipeline.minicluster.MiniCluster;

/** The mini cluster of one run, which has a node for every host by the time a job goes there. */
public final class MiniClusterSession implements AutoCloseable {

    private final MiniCluster cluster;

    private MiniClusterSession(MiniCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Starts a mini cluster in a directory of its own.
     *
     * @param nodes a fixed number of nodes, which the hosts share; empty for one node for each host
     */
    public static MiniClusterSession start(OptionalInt nodes) throws IOException {
        Path directory = Files.createTempDirectory("pipeline-mini-cluster-");
        return new MiniClusterSession(
                nodes.isPresent() ? MiniCluster.start(directory, nodes.getAsInt()) : MiniCluster.start(directory));
    }

    public Path sshConfig() {
        return cluster.sshConfig();
    }

    /** Returns a runner that ensures that the hosts of the jobs are there. */
    public JobRunner ahead(JobRunner next) {
        return new JobRunner() {
            @Override
            public Outcomes run(
                    String step, List<ComputeJob> jobs, int maxPerNode, JobListener listener, Provenance provenance)
                    throws Exception {
                ensureHosts(jobs);
                return next.run(step, jobs, maxPerNode, listener, provenance);
            }

            @Override
            public JobCall open(String step, int maxPerNode, JobListener listener) {
                return new ForwardingJobCall(next.open(step, maxPerNode, listener)) {
                    @Override
                    public void check(List<ComputeJob> jobs) throws Exception {
                        ensureHosts(jobs);
                        super.check(jobs);
                    }

                    @Override
                    public void add(List<ComputeJob> jobs, Provenance provenance) throws Exception {
                        ensureHosts(jobs);
                        super.add(jobs, provenance);
                    }
                };
            }
        };
    }

    private void ensureHosts(List<ComputeJob> jobs) throws IOException {
        Set<String> hosts = new LinkedHashSet<>();
        for (ComputeJob job : jobs) {
            hosts.add(job.host());
        }
        ensure(hosts);
    }

    /** Ensures that hosts are there. */
    public void ensure(Collection<String> hosts) throws IOException {
        try {
            cluster.ensure(hosts);
        } catch (IllegalArgumentException e) {
            throw new UserErrorException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() throws IOException {
        cluster.close();
    }
}
