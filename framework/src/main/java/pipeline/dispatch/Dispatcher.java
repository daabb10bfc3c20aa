package pipeline.dispatch;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.AttemptRunner;
import pipeline.dispatch.attempt.NodeFiles;
import pipeline.dispatch.attempt.NodeScriptException;
import pipeline.dispatch.attempt.RunIdentity;
import pipeline.dispatch.enqueue.DurationHistory;
import pipeline.dispatch.enqueue.EnqueuedJob;
import pipeline.dispatch.enqueue.Enqueuer;
import pipeline.dispatch.enqueue.ReuseCheck;
import pipeline.dispatch.enqueue.StepJournal;
import pipeline.dispatch.fingerprint.Fingerprints;
import pipeline.dispatch.queue.JobBatch;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.CapacityCheck;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.InsufficientCapacityException;
import pipeline.dispatch.rules.OversizedGangException;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StopMode;
import pipeline.dispatch.rules.Timeouts;
import pipeline.dispatch.survey.ContentsSurvey;
import pipeline.dispatch.survey.HostQuestions;
import pipeline.dispatch.survey.HostSurveys;
import pipeline.dispatch.survey.OutputVerifier;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.Membership;
import pipeline.hostset.HostSet;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.job.JobKeys;
import pipeline.job.JobListener;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;
import pipeline.job.lifecycle.JobEvent;
import pipeline.log.server.LogServer;
import pipeline.remote.Transport;
import pipeline.remote.UnknownHostsException;
import pipeline.store.AttemptRow;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.StoreException;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.time.Scheduler;

/**
 * Runs jobs where their data lies: past the throttle of the machine, through the transport to the host, and back with an
 * outcome. Thread-safe; the number of threads does not grow with jobs or hosts.
 */
public final class Dispatcher implements JobRunner, AutoCloseable {

    /** Databases limit how many values a statement may have. */
    private static final int IDS_AT_ONCE = 500;

    private final Transport transport;
    private final Logger logger;
    private final NodeFiles files = NodeFiles.ofThisProgram();
    private final JobTable table;
    private final DurationHistory records;
    private final AttemptRunner runner;
    private final OutputVerifier survey;
    private final Enqueuer enqueuer;
    private final JobTableWriter writer;
    private final DispatchLoop loop;
    private final DispatchSettings settings;
    private final RunRules rules;
    private final Scheduler scheduler;
    private volatile @Nullable StoreException tableFault;

    /**
     * Makes a dispatcher; connects to nothing yet.
     *
     * @param transport stays open when the dispatcher closes
     * @param logServer takes the records of the node programs; stays open when the dispatcher closes
     * @param membership its table keeps the jobs, its rules hold for the whole run; closed after the dispatcher
     */
    public Dispatcher(
            RunIdentity run,
            DispatchSettings settings,
            Transport transport,
            LogServer logServer,
            Membership membership) {
        this.transport = transport;
        this.settings = settings;
        this.rules = membership.rules();
        this.scheduler = membership.scheduler();
        this.logger = LogManager.getLogger(run.recipe());
        this.writer = new JobTableWriter(membership, RandomGenerator.getDefault());
        this.table = membership.table();
        this.runner = new AttemptRunner(run, settings, files, logServer, membership.scheduler(), Timeouts.of(settings));
        this.records = new DurationHistory(table, run.recipe(), membership.rules());
        LoopParts parts = LoopParts.of(runner, transport, writer, rules);
        this.loop = new DispatchLoop(parts, runner.timeouts(), logger);
        membership.onEnd(reason -> loop.stop(StopMode.END, reason), reason -> loop.stop(StopMode.LEAVE, reason));
        HostQuestions questions =
                new HostQuestions(transport, parts.state().limits().stopSignal(), scheduler);
        this.survey = new OutputVerifier(questions, settings, logger);
        this.enqueuer = new Enqueuer(
                run,
                membership,
                new Fingerprints(settings, files),
                new ReuseCheck(
                        table,
                        rules,
                        Optional.of(new HostSurveys(survey, new ContentsSurvey(questions, settings, logger))),
                        logger),
                this::endCancelled,
                logger);
        membership.onDrains(loop::drained);
        logger.debug(
                "Logging to {}:{}",
                logServer.address().getAddress().getHostAddress(),
                logServer.address().getPort());
    }

    /**
     * Runs jobs and blocks until each has an outcome. Those that succeeded in an earlier run of the same job name are not
     * run again, unless the rules say so. May be called from several threads at once.
     *
     * @param step names the call: with it the jobs are found again in the next run
     * @param maxPerNode at most so many at a time on one machine, counted over all calls; at least 1
     * @param provenance where the jobs come from
     * @return the outcomes in the order of the jobs
     * @throws UnknownHostsException if a host is unknown; nothing has been started then
     * @throws NodeScriptException if a node script cannot be read; nothing has been started then
     * @throws InsufficientCapacityException if a job needs more than is declared for its host; nothing has been started then
     * @throws OversizedGangException if a gang cannot run all at once; nothing has been started then
     * @throws IllegalArgumentException if two jobs have the same key of their own; nothing has been started then
     * @throws StoreException if the job table cannot take the jobs; nothing has been started then
     * @throws InterruptedException if the thread is interrupted; the jobs go on
     */
    @Override
    public Outcomes run(String step, List<ComputeJob> jobs, int maxPerNode, JobListener listener, Provenance provenance)
            throws UnknownHostsException, InterruptedException {
        JobBatch batch = batch(maxPerNode, listener);
        List<QueuedJob> unused = submit(step, batch, jobs, new JobKeys(), provenance);
        return batch.await();
    }

    /** Begins a call whose jobs may come one after the other; each is run as {@link #run} does it. */
    @Override
    public JobCall open(String step, int maxPerNode, JobListener listener) {
        return new DispatchedCall(this, step, batch(maxPerNode, listener));
    }

    /** Returns the hosts that get no jobs for now, as they were a moment ago. */
    public List<AwayHost> awayHosts() {
        return loop.awayHosts();
    }

    /** Returns what knows the steps of this run and of the last. */
    public StepJournal steps() {
        return enqueuer.steps();
    }

    private static JobBatch batch(int maxPerNode, JobListener listener) {
        if (maxPerNode < 1) {
            throw new IllegalArgumentException("maxPerNode must be at least 1, but was " + maxPerNode);
        }
        return new JobBatch(0, maxPerNode, listener);
    }

    void check(List<ComputeJob> jobs, int maxPerNode) throws UnknownHostsException {
        transport.check(Stream.concat(jobs.stream().map(ComputeJob::host), sources(jobs))
                .distinct()
                .toList());
        files.check(jobs, host -> !settings.node(host).engine().classPath().isEmpty());
        CapacityCheck.check(jobs, maxPerNode, rules.throttle(), settings);
    }

    /**
     * Brings jobs of a call into the table and on their way.
     *
     * @param batch grows by the jobs
     * @param keys makes the keys of the step
     * @return one for each job, in their order
     */
    List<QueuedJob> submit(String step, JobBatch batch, List<ComputeJob> jobs, JobKeys keys, Provenance provenance)
            throws UnknownHostsException {
        check(jobs, batch.maxPerNode());
        List<EnqueuedJob> entries = enqueue(step, batch, jobs, keys, provenance);
        loop.submit(entries);
        return entries.stream().map(EnqueuedJob::job).toList();
    }

    /** Ends jobs in the table, and here those that the table has ended. */
    void cancel(Set<QueuedJob> jobs, String reason) {
        List<Long> numbers = jobs.stream().map(QueuedJob::number).toList();
        for (int from = 0; from < numbers.size(); from += IDS_AT_ONCE) {
            List<Long> some = numbers.subList(from, Math.min(numbers.size(), from + IDS_AT_ONCE));
            table.change(JobEvent.CANCEL, QueryCondition.in(JobFields.JOB_ID, some), reason);
        }
        loop.cancel(jobs, reason);
    }

    private void endCancelled(List<Long> jobs) {
        try {
            List<AttemptRow> left = new CancelledJobKiller(table, settings, transport, scheduler).end(jobs);
            if (!left.isEmpty()) {
                logger.warn(
                        "{} did not confirm that these jobs have ended; they may still run there and write the same files as this run",
                        HostSet.folded(
                                left.stream().map(AttemptRow::host).distinct().toList()));
            }
        } catch (InterruptedException e) {
            // who waits for the jobs next is interrupted in our place
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the hosts from which files come. */
    private static Stream<String> sources(List<ComputeJob> jobs) {
        return jobs.stream()
                .map(ComputeJob::command)
                .filter(JobCommand.Transfer.class::isInstance)
                .map(command -> ((JobCommand.Transfer) command).source().host())
                .filter(host -> !host.isEmpty());
    }

    /**
     * Returns the numbers of jobs that are done and whose declared outputs are not as they left them; what a host does not say
     * counts as there.
     *
     * @param done must declare outputs
     * @throws InterruptedException if the thread is interrupted
     */
    public Set<Long> withoutOutputs(List<JobRow> done) throws InterruptedException {
        return survey.look(done.stream().map(OutputVerifier.Done::of).toList())
                .faults()
                .keySet();
    }

    private List<EnqueuedJob> enqueue(
            String step, JobBatch batch, List<ComputeJob> jobs, JobKeys keys, Provenance provenance) {
        logger.info(
                "Compute jobs: {}, hosts: {}",
                jobs.size(),
                HostSet.folded(jobs.stream().map(ComputeJob::host).distinct().toList()));
        if (loop.stopped() != null) {
            // The table may be what is gone.
            return Enqueuer.refused(batch, jobs);
        }
        try {
            List<EnqueuedJob> entries = enqueuer.enqueue(step, batch, jobs, keys, provenance);
            loop.learn(records.latest(jobs));
            tableFault = null;
            logger.info("Waiting for compute jobs...");
            return entries;
        } catch (StoreException e) {
            tableFault = e;
            throw e;
        }
    }

    /**
     * Starts nothing more, and every waiting call returns when what runs has ended or is left. May be called again for a
     * sharper end.
     *
     * @param reason stands in the outcomes
     */
    public void stop(StopMode how, String reason) {
        if (how != StopMode.DRAIN) {
            table.hurry();
        }
        loop.stop(how, reason);
    }

    /** Ends what still runs, or leaves it if the table cannot be used, and lets the slots go. */
    @Override
    public void close() {
        table.hurry();
        StoreException fault = tableFault;
        if (fault != null) {
            loop.onTableLost(fault);
        }
        loop.close();
        writer.close();
        runner.removeSettled(table, transport);
    }
}
