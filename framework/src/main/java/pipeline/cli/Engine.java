package pipeline.cli;

import java.nio.file.Path;
import java.util.Optional;
import pipeline.config.Configuration;
import pipeline.dispatch.JobListener;
import pipeline.dispatch.Pulling;
import pipeline.dispatch.RunIdentity;
import pipeline.job.Outcomes;
import pipeline.log.server.RecordSink;
import pipeline.recipe.JobRunner;

/** What runs the jobs of one run: the log server, the door to the hosts, the job table and the dispatcher. */
interface Engine extends AutoCloseable {

    /** Gives the way in for a recipe's jobs. */
    JobRunner runner();

    /** Gives the way to bring the table up to date with a recipe's source. */
    Refresher refresher();

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
    interface Plan {
        Engine open(Setting setting) throws Exception;

        /** Starts one that pulls jobs from the table and runs them on this machine. */
        Puller openPuller(Setting setting) throws Exception;
    }

    /** What pulls jobs from the table. */
    interface Puller extends AutoCloseable {

        Refresher refresher();

        /** Pulls and runs jobs until there is nothing left to do. */
        Outcomes pull(Pulling pulling, JobListener listener) throws InterruptedException;

        void stop(String reason);

        @Override
        void close();
    }

    /**
     * What an engine needs besides the configuration.
     *
     * @param sink takes the nodes' records
     * @param sshConfig takes the place of the configuration's {@code ssh_config}, for the mini cluster
     */
    record Setting(RunIdentity identity, RecordSink sink, Optional<Path> sshConfig, TableUse table) {}
}
