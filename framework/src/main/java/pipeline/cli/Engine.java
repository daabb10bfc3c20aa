package pipeline.cli;

import java.nio.file.Path;
import java.util.Optional;
import pipeline.config.Configuration;
import pipeline.dispatch.RunIdentity;
import pipeline.log.server.RecordSink;
import pipeline.recipe.JobRunner;

/** What runs the jobs of one run: the log server, the door to the hosts and the dispatcher. */
interface Engine extends AutoCloseable {

    /** Gives the way in for a recipe's jobs. */
    JobRunner runner();

    /** Starts nothing more, ends what runs, and lets every waiting call return; may be called from any thread. */
    void stop(String reason);

    /** Ends all connections and threads, and what still runs. */
    @Override
    void close();

    /** Reads the engine's part of the configuration, before the configuration is checked. */
    @FunctionalInterface
    interface Factory {
        Plan read(Configuration configuration);
    }

    /** An engine that only needs to be started. */
    @FunctionalInterface
    interface Plan {
        Engine open(Setting setting) throws Exception;
    }

    /**
     * What an engine needs besides the configuration.
     *
     * @param sink takes the nodes' records
     * @param sshConfig takes the place of the configuration's {@code ssh_config}, for the mini cluster
     */
    record Setting(RunIdentity identity, RecordSink sink, Optional<Path> sshConfig) {}
}
