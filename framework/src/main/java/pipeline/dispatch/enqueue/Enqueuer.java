package pipeline.dispatch.enqueue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.logging.log4j.Logger;
import pipeline.dispatch.attempt.RunIdentity;
import pipeline.dispatch.fingerprint.Fingerprints;
import pipeline.dispatch.queue.JobBatch;
import pipeline.dispatch.queue.QueuePosition;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StepNotDoneException;
import pipeline.dispatch.rules.StepSelection.Treatment;
import pipeline.dispatch.table.JobSnapshot;
import pipeline.dispatch.table.Membership;
import pipeline.job.ComputeJob;
import pipeline.job.JobKeys;
import pipeline.job.identity.Fingerprint;
import pipeline.job.identity.Provenance;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.AttemptRow;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.MemberRow;
import pipeline.store.NewMember;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.text.Plural;

/** Brings the jobs of a batch into the table, and finds out what is to be done with each. Thread-safe. */
public final class Enqueuer {

    /** Databases limit how many values a statement may have. */
    private static final int IDS_AT_ONCE = 500;

    /** What ran and left its item out, but not what people did. */
    private static final QueryCondition SKIPPED = QueryCondition.equal(JobFields.STATUS, JobStatus.IGNORE.word())
            .and(QueryCondition.equal(JobFields.FAILURE_KIND, null));

    private final RunIdentity run;
    private final JobTable table;
    private final RunRules rules;
    private final long member;
    private final Fingerprints fingerprints;
    private final ReuseCheck reuse;
    private final Consumer<List<Long>> displacer;
    private final Logger logger;
    private final StepJournal journal;
    private final AtomicLong sequence = new AtomicLong();
    private final Set<Long> ofRun = ConcurrentHashMap.newKeySet();
    private final Set<Long> displaced = ConcurrentHashMap.newKeySet();

    /**
     * Makes one.
     *
     * @param displacer waits until nothing runs any more of jobs that are cancelled, as far as that is to be known
     */
    public Enqueuer(
            RunIdentity run,
            Membership membership,
            Fingerprints fingerprints,
            ReuseCheck reuse,
            Consumer<List<Long>> displacer,
            Logger logger) {
        this.run = run;
        this.table = membership.table();
        this.rules = membership.rules();
        this.member = membership.id();
        this.fingerprints = fingerprints;
        this.reuse = reuse;
        this.displacer = displacer;
        this.logger = logger;
        this.journal =
                new StepJournal(table, table, logger, run.recipe(), run.jobName(), ConcurrentHashMap.newKeySet());
    }

    /** Returns what knows the steps of this run and of the last. */
    public StepJournal steps() {
        return journal;
    }

    /**
     * Ensures that the jobs are in the table, those pending that are to be run.
     *
     * @param batch grows by the jobs
     * @param keys makes the keys of the step
     * @param provenance where the jobs come from
     * @return one entry for each job, in their order
     */
    public List<EnqueuedJob> enqueue(
            String step, JobBatch batch, List<ComputeJob> jobs, JobKeys keys, Provenance provenance) {
        StepName name = new StepName(run.recipe(), run.jobName(), step);
        Treatment treatment = rules.repeat().steps().begin(step);
        RunRules ofStep = rules.forStep(treatment);
        Instant began = began();
        ReuseCheck check = reuse.under(ofStep);
        List<Fingerprint> known = fingerprints.of(jobs, provenance);
        Optional<List<Fingerprint>> asked =
                treatment == Treatment.LEAVE ? Optional.of(known) : check.withContents(known, jobs, provenance);
        if (asked.isEmpty()) {
            return refused(batch, jobs);
        }
        List<Fingerprint> now = asked.get();
        Submission submission =
                Submission.of(name, member, Duration.ZERO, rules.defaultPriority(), jobs, keys.next(jobs), now);
        if (treatment == Treatment.LEAVE) {
            refuseUndone(submission);
            logger.warn("step {} is left as it is: no change is looked for", step);
        }
        List<JobRow> rows = table.submit(submission).rows();
        EnqueuePlan plan = new EnqueuePlan(
                jobs,
                rows.stream().map(Optional::of).toList(),
                now,
                rows.stream().map(row -> decision(row, ofStep, began)).toList(),
                began,
                ofRun);
        if (treatment != Treatment.LEAVE) {
            check.check(name, plan, provenance);
        }
        displace(new OverwriteDetector(plan, provenance).abandoned(table, name));
        rows.forEach(row -> ofRun.add(row.id()));
        List<EnqueueDecision> decisions = plan.decisions();
        EnqueueSummary summary = new EnqueueSummary(ofStep, treatment, rows.size());
        List<Long> again = new ArrayList<>();
        List<Long> over = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            JobRow row = rows.get(i);
            EnqueueDecision decision = decisions.get(i);
            summary.count(row, decision);
            if (decision == EnqueueDecision.RUN_AGAIN) {
                again.add(row.id());
            } else if (decision == EnqueueDecision.KEEP) {
                over.add(row.id());
            }
        }
        retry(again.stream().filter(id -> !displaced.contains(id)).toList(), began);
        retry(again.stream().filter(displaced::remove).toList(), table.now());
        table.note(plan.notes());
        long toRun = IntStream.range(0, rows.size()).filter(plan::isToRun).count();
        journal.changes(submission, provenance.identity(), toRun)
                .ifPresent(name.isNamed() ? logger::warn : logger::info);
        if (treatment != Treatment.LEAVE) {
            journal.record(name, provenance.identity());
        }
        plan.reasons().forEach(logger::warn);
        summary.text().ifPresent(logger::warn);
        return entries(batch, jobs, rows, decisions, attempts(over));
    }

    /** Returns the jobs of a batch that comes too late to be brought into the table. */
    public static List<EnqueuedJob> refused(JobBatch batch, List<ComputeJob> jobs) {
        int place = batch.grow(jobs.size());
        List<EnqueuedJob> entries = new ArrayList<>(jobs.size());
        for (int i = 0; i < jobs.size(); i++) {
            QueuedJob job = new QueuedJob(batch, place + i, 0, jobs.get(i), new QueuePosition(0, Instant.EPOCH, i));
            entries.add(new EnqueuedJob(job, EnqueueDecision.RUN, null, Duration.ZERO));
        }
        return entries;
    }

    /** What is to be left as it is must have ended, and nothing of it comes into the table. */
    private void refuseUndone(Submission submission) {
        List<Optional<JobRow>> rows = table.find(submission);
        long undone = rows.stream()
                .filter(row -> row.isEmpty() || !row.get().state().status().isOver())
                .count();
        if (undone > 0) {
            throw new StepNotDoneException(submission.step().step(), undone, rows.size());
        }
    }

    /** Two that may write the same do not run at the same time. */
    private void displace(List<Long> abandoned) {
        if (abandoned.isEmpty()) {
            return;
        }
        logger.warn(
                "{} of an earlier run may still be running and {} not part of this run; {} ended first",
                Plural.of(abandoned.size(), "job"),
                abandoned.size() == 1 ? "is" : "are",
                abandoned.size() == 1 ? "it is" : "they are");
        table.change(
                JobEvent.CANCEL,
                QueryCondition.in(JobFields.JOB_ID, abandoned),
                "ended by a later run whose jobs may write the same files");
        displacer.accept(abandoned);
        displaced.addAll(abandoned);
    }

    /** What was ended for jobs that came before it in the run is one of the run all the same, and runs again. */
    private EnqueueDecision decision(JobRow row, RunRules ofStep, Instant began) {
        return EnqueueDecision.of(row, ofStep, displaced.contains(row.id()) ? Instant.MAX : began);
    }

    /** Another master may have done so a moment ago, and run the job: then it ended in this run, and is left alone. */
    private void retry(List<Long> ids, Instant began) {
        for (int from = 0; from < ids.size(); from += IDS_AT_ONCE) {
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + IDS_AT_ONCE));
            table.change(
                    JobEvent.RETRY,
                    QueryCondition.in(JobFields.JOB_ID, some)
                            .and(new QueryCondition.Or(List.of(
                                    QueryCondition.in(
                                            JobFields.STATUS,
                                            List.of(JobStatus.SUCCESS.word(), JobStatus.ERROR.word())),
                                    SKIPPED)))
                            .and(new QueryCondition.Compare(
                                    JobFields.COMPLETED_TIME, QueryCondition.Relation.LESS_OR_EQUAL, began)),
                    "");
        }
    }

    /** What ended since then belongs to this run, also under a process that handed it over. */
    private Instant began() {
        List<MemberRow> members = table.members(run.predecessor().isPresent());
        Stream<Instant> before = members.stream()
                .filter(row -> row.id() != member && isPredecessor(row.member()))
                .map(MemberRow::started)
                .max(Instant::compareTo)
                .stream();
        Stream<Instant> living = members.stream()
                .filter(row -> row.ended() == null)
                .filter(row -> row.id() == member || isMasterOfThisRun(row.member()))
                .map(MemberRow::started);
        return Stream.concat(before, living).min(Instant::compareTo).orElseGet(table::now);
    }

    private boolean isPredecessor(NewMember other) {
        return other.kind() == NewMember.Kind.MASTER
                && run.predecessor().filter(other.outputDirectory()::equals).isPresent();
    }

    private boolean isMasterOfThisRun(NewMember other) {
        return other.kind() == NewMember.Kind.MASTER && other.jobName().equals(run.jobName());
    }

    private Map<Long, AttemptRow> attempts(List<Long> ids) {
        Map<Long, AttemptRow> attempts = new HashMap<>();
        if (!ids.isEmpty()) {
            table.lastAttempts(ids).forEach(attempt -> attempts.put(attempt.job(), attempt));
        }
        return attempts;
    }

    private List<EnqueuedJob> entries(
            JobBatch batch,
            List<ComputeJob> jobs,
            List<JobRow> rows,
            List<EnqueueDecision> decisions,
            Map<Long, AttemptRow> attempts) {
        Instant now = table.now();
        long first = sequence.getAndAdd(rows.size());
        int place = batch.grow(rows.size());
        List<EnqueuedJob> entries = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            JobRow row = rows.get(i);
            QueuePosition turn = new QueuePosition(row.priority(), row.state().scheduled(), first + i);
            QueuedJob job = new QueuedJob(batch, place + i, row.id(), jobs.get(i), turn);
            entries.add(entry(job, decisions.get(i), new JobSnapshot(row, attempts.get(row.id()), now)));
        }
        return entries;
    }

    private static EnqueuedJob entry(QueuedJob job, EnqueueDecision decision, JobSnapshot snapshot) {
        return switch (decision) {
            case KEEP -> new EnqueuedJob(job, decision, snapshot.outcome(job.job()), Duration.ZERO);
            case RUN -> new EnqueuedJob(job, decision, null, snapshot.delay());
            case RUN_AGAIN, WAIT, LEAVE -> new EnqueuedJob(job, decision, null, Duration.ZERO);
        };
    }
}
