package pipeline.cli.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import pipeline.config.Configuration;
import pipeline.dispatch.AwayHost;
import pipeline.dispatch.JobRunner;
import pipeline.dispatch.JobsForOtherHosts;
import pipeline.dispatch.PullOptions;
import pipeline.dispatch.attempt.RunIdentity;
import pipeline.dispatch.fingerprint.Fingerprints;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.RequiredPlace;
import pipeline.dispatch.rules.StopMode;
import pipeline.job.JobListener;
import pipeline.job.Outcomes;
import pipeline.log.server.RecordSink;
import pipeline.web.RunSource;

/** What runs the jobs of one run: the log server, the transport to the hosts, the job table and the dispatcher. */
public interface Engine extends AutoCloseable {

    /** Returns the way in for a recipe's jobs. */
    JobRunner runner();

    /** Returns what knows the steps of this run and of the last. */
    RunSteps steps();

    /** Returns the way to bring the table up to date with a recipe's source. */
    Refresher refresher();

    /** Returns what pages show of the runs in the job table; it can be asked until the engine closes. */
    RunSource pages();

    /** Returns the hosts that get no jobs for now, as they were a moment ago. */
    List<AwayHost> awayHosts();

    /** Starts nothing more, and lets every waiting call return once what runs has ended or is left; from any thread. */
    void stop(StopMode how, String reason);

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

        /** Returns what holds for jobs on the hosts as they would be reached. */
        DispatchSettings settings(boolean onMiniCluster);

        /** Returns what finds out what jobs would do on the hosts as they would be reached. */
        Fingerprints fingerprints(boolean onMiniCluster);

        /** Returns how long processes have to end after TERM, as the configuration says. */
        Duration grace();

        /** Starts one that pulls jobs from the table and runs them on this machine. */
        Puller openPuller(Setting setting) throws Exception;
    }

    /** What pulls jobs from the table. */
    interface Puller extends AutoCloseable {

        Refresher refresher();

        /** Pulls and runs jobs until there is nothing left to do. */
        Outcomes pull(PullOptions pullOptions, JobListener listener) throws InterruptedException;

        /** Returns what was left for other workers when this one had nothing more to pull. */
        JobsForOtherHosts jobsForOtherHosts();

        void stop(StopMode how, String reason);

        @Override
        void close();
    }

    /**
     * What an engine needs besides the configuration.
     *
     * @param sink takes the nodes' records
     * @param sshConfig takes the place of the configuration's {@code ssh_config}, for the mini cluster
     * @param places what every host must have on which a job starts
     * @param grace how long processes have to end after TERM; empty if the configuration says it
     */
    record Setting(
            RunIdentity identity,
            RecordSink sink,
            Optional<Path> sshConfig,
            JobTableOptions table,
            List<RequiredPlace> places,
            Optional<Duration> grace) {}
}
