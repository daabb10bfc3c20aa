package pipeline.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import pipeline.dispatch.attempt.AttemptRunner;
import pipeline.dispatch.attempt.NodeFiles;
import pipeline.dispatch.attempt.NodeScriptException;
import pipeline.dispatch.attempt.PulledJobs;
import pipeline.dispatch.attempt.RunIdentity;
import pipeline.dispatch.enqueue.DurationHistory;
import pipeline.dispatch.enqueue.EnqueueDecision;
import pipeline.dispatch.enqueue.EnqueuedJob;
import pipeline.dispatch.fingerprint.Fingerprints;
import pipeline.dispatch.queue.JobBatch;
import pipeline.dispatch.queue.QueuePosition;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.queue.SingleMachineTransport;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StopMode;
import pipeline.dispatch.rules.StopReason;
import pipeline.dispatch.rules.Timeouts;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.Membership;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcomes;
import pipeline.job.identity.Fingerprint;
import pipeline.log.server.LogServer;
import pipeline.remote.Transport;
import pipeline.store.ClaimedJob;
import pipeline.store.FingerprintUpdate;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.StoreException;
import pipeline.store.query.QueryCondition;

/**
 * Pulls jobs from the job table and runs them on this machine, until there is nothing left to pull. Many workers share the
 * work of a job name. What failed is recorded and not run again, apart from the retries of the rules. Thread-safe.
 */
public final class Worker implements AutoCloseable {

    /** How often a worker with a free slot asks the table for work. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final RunIdentity run;
    private final DispatchSettings settings;
    private final JobTable table;
    private final RunRules rules;
    private final Membership membership;
    private final Transport transport;
    private final AttemptRunner runner;
    private final JobTableWriter writer;
    private final DispatchLoop loop;
    private final DurationHistory records;
    private final Fingerprints fingerprints;

    /** The programs that were asked for; confined to the thread that pulls. */
    private final Set<String> paced = new HashSet<>();

    private volatile JobsForOtherHosts jobsForOtherHosts = JobsForOtherHosts.NOTHING;

    /**
     * Makes a worker; nothing is pulled yet.
     *
     * @param run whose jobs are pulled: those of its recipe and job name
     * @param transport a local one; stays open when the worker closes
     * @param logServer takes the records of the node programs; stays open when the worker closes
     * @param membership its table is pulled from; closed after the worker
     */
    public Worker(
            RunIdentity run,
            DispatchSettings settings,
            Transport transport,
            LogServer logServer,
            Membership membership) {
        this.run = run;
        this.settings = settings;
        this.table = membership.table();
        this.rules = membership.rules();
        this.membership = membership;
        this.writer = new JobTableWriter(membership, RandomGenerator.getDefault());
        this.transport = new SingleMachineTransport(transport);
        NodeFiles files = NodeFiles.ofThisProgram();
        this.fingerprints = new Fingerprints(settings, files);
        this.runner = new AttemptRunner(run, settings, files, logServer, membership.scheduler(), Timeouts.of(settings));
        this.loop = new DispatchLoop(
                LoopParts.of(runner, this.transport, writer, rules), runner.timeouts(), runner.logger());
        membership.onEnd(reason -> loop.stop(StopMode.END, reason), reason -> loop.stop(StopMode.LEAVE, reason));
        this.records = new DurationHistory(table, run.recipe(), rules);
        membership.onDrains(loop::drained);
    }

    /**
     * Pulls and runs jobs until nothing is left, a rule says so, or {@link #stop}. Jobs of workers that are gone are freed
     * first, and those that may start within about a minute are waited for.
     *
     * @param listener hears of each job while it runs
     * @return the outcomes in the order in which the jobs ended; what remains is counted in the table
     * @throws InterruptedException if the thread is interrupted; the jobs go on
     */
    public Outcomes work(PullOptions pullOptions, JobListener listener) throws InterruptedException {
        PullableJobs pullable = new PullableJobs(run, settings, membership, pullOptions.hosts());
        PulledJobs pulled = new PulledJobs(listener, membership.scheduler());
        try {
            Outcomes.Stop stop = pull(pullOptions, pullable, pulled);
            jobsForOtherHosts = pullable.forOtherHosts();
            return pulled.outcomes(pullable.remaining(), stop);
        } catch (StoreException e) {
            loop.onTableLost(e);
            pulled.awaitAll();
            return pulled.outcomes(0, Outcomes.Stop.TABLE_LOST);
        }
    }

    private Outcomes.Stop pull(PullOptions pullOptions, PullableJobs pullable, PulledJobs pulled)
            throws InterruptedException {
        WorkerJobFilter filter =
                new WorkerJobFilter(pullOptions.environment(), table, membership.id(), runner.logger());
        long claimed = 0;
        long lastCame = membership.scheduler().nanos();
        while (true) {
            StopReason stopReason = loop.stopped() == null ? loop.failure() : loop.stopped();
            if (stopReason != null) {
                pulled.awaitAll();
                return stopReason.stop();
            }
            if (pulled.isParked()) {
                // It would pull the same job again and again.
                pulled.awaitAll();
                return Outcomes.Stop.PARKED;
            }
            int room = room(pullOptions.slots() - pulled.inHand(), claimed);
            QueryCondition takeable = pullable.now().and(filter.condition());
            List<ClaimedJob> claims =
                    filter.takeable(room > 0 ? table.claim(membership.id(), takeable, room) : List.of());
            claimed += claims.size();
            note(claims, filter);
            submit(claims, pullOptions.slots(), pulled, filter);
            boolean hasReachedLimit = isReached(claimed);
            if (!claims.isEmpty() || pulled.inHand() > 0) {
                lastCame = membership.scheduler().nanos();
                if (hasReachedLimit) {
                    pulled.awaitAll();
                }
            }
            if (hasReachedLimit && pulled.inHand() == 0) {
                return pullable.remaining() == 0 ? Outcomes.Stop.ALL_DONE : Outcomes.Stop.MAX_CALLS;
            }
            if (pulled.inHand() == 0 && !isWorthWaiting(pullOptions, pullable, filter, lastCame)) {
                return pullable.whyNothing();
            }
            pulled.awaitChange(PAUSE);
        }
    }

    /** What a job does is what it does here, even if it was something else when it was brought into the table. */
    private void note(List<ClaimedJob> claims, WorkerJobFilter filter) {
        List<FingerprintUpdate> notes = new ArrayList<>();
        for (ClaimedJob claim : claims) {
            Fingerprint brought = claim.row().fingerprint();
            try {
                Fingerprint here = fingerprints.ofPulled(filter.fill(claim.row().job()), brought);
                if (!here.equals(brought)) {
                    notes.add(new FingerprintUpdate(
                            claim.row().id(), claim.reservation().attempt(), here));
                }
            } catch (NodeScriptException e) {
                // the job fails by this very fault in a moment
                runner.logger()
                        .debug("what job {} does cannot be noted", claim.row().id(), e);
            }
        }
        if (!notes.isEmpty()) {
            table.note(notes);
        }
    }

    private boolean isReached(long claimed) {
        OptionalLong most = rules.limit().maxCalls();
        return most.isPresent() && claimed >= most.getAsLong();
    }

    private int room(int free, long claimed) {
        OptionalLong most = rules.limit().maxCalls();
        return (int) Math.min(free, most.isPresent() ? most.getAsLong() - claimed : free);
    }

    private void submit(List<ClaimedJob> claims, int slots, PulledJobs pulled, WorkerJobFilter filter) {
        List<EnqueuedJob> entries = new ArrayList<>();
        for (ClaimedJob claim : claims) {
            JobRow row = claim.row();
            ComputeJob job = filter.fill(row.job());
            JobBatch batch = JobBatch.pulled(slots, pulled.listener(row.key()));
            QueuePosition turn = new QueuePosition(row.priority(), row.state().scheduled(), pulled.next());
            QueuedJob queued = new QueuedJob(batch, 0, row.id(), job, turn)
                    .reserve(claim.reservation(), membership.scheduler().nanos());
            entries.add(new EnqueuedJob(queued, EnqueueDecision.RUN, null, Duration.ZERO));
        }
        loop.learn(records.latest(claims.stream()
                .map(claim -> claim.row().job())
                .filter(job -> paced.add(job.program()))
                .toList()));
        if (!entries.isEmpty()) {
            loop.submit(entries);
        }
    }

    /** Returns whether something may still come: it was freed just now, or may start soon, or the time to wait is not over. */
    private boolean isWorthWaiting(
            PullOptions pullOptions, PullableJobs pullable, WorkerJobFilter filter, long lastCame) {
        if (membership.freeOrphans() > 0) {
            return true;
        }
        return pullOptions.idleExit().isPresent()
                ? membership
                                .scheduler()
                                .since(lastCame)
                                .compareTo(pullOptions.idleExit().get())
                        < 0
                : pullable.isAnySoon(filter.condition());
    }

    /** Returns what was left for other workers when this one had nothing more to pull. */
    public JobsForOtherHosts jobsForOtherHosts() {
        return jobsForOtherHosts;
    }

    /**
     * Pulls nothing more; {@link #work} returns when what runs has ended or is left. May be called again for a sharper end.
     *
     * @param reason stands in the outcomes
     */
    public void stop(StopMode how, String reason) {
        if (how != StopMode.DRAIN) {
            table.hurry();
        }
        loop.stop(how, reason);
    }

    /** Ends what still runs; the table has how it ended, or that it is pending again. */
    @Override
    public void close() {
        table.hurry();
        loop.close();
        writer.close();
        runner.removeSettled(table, transport);
    }
}
