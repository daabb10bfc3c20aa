package pipeline.dispatch;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.hostset.HostSet;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.log.server.LogServer;
import pipeline.remote.Door;
import pipeline.remote.UnknownHostsException;

/**
 * Runs jobs where their data lies: past the throttle of the machine, through the door to the host, and back with an
 * outcome. Thread-safe; the number of threads does not grow with jobs or hosts.
 */
public final class Dispatcher implements AutoCloseable {

    private final Door door;
    private final Logger logger;
    private final NodeFiles files = NodeFiles.ofThisProgram();
    private final DispatchLoop loop;
    private final AtomicLong numbers = new AtomicLong();

    /**
     * Makes a dispatcher; connects to nothing yet.
     *
     * @param door stays open when the dispatcher closes
     * @param logServer takes the records of the node programs; stays open when the dispatcher closes
     */
    public Dispatcher(RunIdentity run, DispatchSettings settings, Door door, LogServer logServer, Clock clock) {
        this.door = door;
        this.logger = LogManager.getLogger(run.recipe());
        this.loop = new DispatchLoop(
                new JobRunner(run, settings, files, logServer, clock, Patience.DEFAULT),
                settings,
                door,
                logger,
                Patience.DEFAULT);
        logger.debug(
                "Logging to {}:{}",
                logServer.address().getAddress().getHostAddress(),
                logServer.address().getPort());
    }

    /**
     * Runs jobs and blocks until each has an outcome. May be called from several threads at once.
     *
     * @param maxPerNode at most so many at a time on one machine, counted over all calls; at least 1
     * @return the outcomes in the order of the jobs
     * @throws UnknownHostsException if a host is unknown; nothing has been started then
     * @throws NodeScriptException if a node script cannot be read; nothing has been started then
     * @throws InterruptedException if the thread is interrupted; the jobs go on
     */
    public List<Outcome> run(List<ComputeJob> jobs, int maxPerNode, JobListener listener)
            throws UnknownHostsException, InterruptedException {
        if (maxPerNode < 1) {
            throw new IllegalArgumentException("maxPerNode must be at least 1, but was " + maxPerNode);
        }
        List<String> hosts = jobs.stream().map(ComputeJob::host).distinct().toList();
        door.check(hosts);
        files.check(jobs);
        logger.info("Compute jobs: {}, hosts: {}", jobs.size(), HostSet.folded(hosts));
        logger.info("Waiting for compute jobs...");
        Call call = new Call(jobs.size(), maxPerNode, listener);
        long first = numbers.getAndAdd(jobs.size()) + 1;
        loop.submit(call, jobs, first);
        return call.await();
    }

    /**
     * Starts nothing more and ends what runs: TERM to its processes, KILL after 10 s. Every waiting call then returns.
     *
     * @param reason stands in the outcomes
     */
    public void stop(String reason) {
        loop.stop(reason);
    }

    /** Ends what still runs, and lets the slots go. */
    @Override
    public void close() {
        loop.close();
    }
}
