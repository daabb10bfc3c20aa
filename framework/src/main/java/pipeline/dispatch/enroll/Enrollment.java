package pipeline.dispatch.enroll;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.logging.log4j.Logger;
import pipeline.dispatch.attempt.RunIdentity;
import pipeline.dispatch.fingerprint.Fingerprints;
import pipeline.dispatch.ledger.Membership;
import pipeline.dispatch.ledger.Sight;
import pipeline.dispatch.queue.Call;
import pipeline.dispatch.queue.PlacedJob;
import pipeline.dispatch.queue.Turn;
import pipeline.dispatch.rules.RunRules;
import pipeline.job.ComputeJob;
import pipeline.job.Fingerprint;
import pipeline.job.JobEvent;
import pipeline.job.JobStatus;
import pipeline.job.Provenance;
import pipeline.store.AttemptRow;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.MemberRow;
import pipeline.store.NewMember;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.query.Condition;
import pipeline.store.query.JobFields;

/** Brings the jobs of a call into the table, and finds out what is to be done with each. Thread-safe. */
public final class Enrollment {

    /** Databases limit how many values a statement may have. */
    private static final int IDS_AT_ONCE = 500;

    private final RunIdentity run;
    private final JobTable table;
    private final RunRules rules;
    private final long member;
    private final Fingerprints fingerprints;
    private final Reuse reuse;
    private final Consumer<List<Long>> displacer;
    private final Logger logger;
    private final AtomicLong sequence = new AtomicLong();

    /**
     * Makes one.
     *
     * @param displacer waits until nothing runs any more of jobs that are cancelled, as far as that is to be known
     */
    public Enrollment(
            RunIdentity run,
            Membership membership,
            Fingerprints fingerprints,
            Reuse reuse,
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
    }

    /**
     * Sees to it that the jobs are in the table, those pending that are to be run.
     *
     * @param provenance where the jobs come from
     * @return one entry for each job, in their order
     */
    public List<Entry> enroll(String step, Call call, List<ComputeJob> jobs, Provenance provenance) {
        StepName name = new StepName(run.recipe(), run.jobName(), step);
        Instant began = began();
        List<Fingerprint> now = fingerprints.of(jobs, provenance.before());
        List<JobRow> rows = table.enroll(Submission.of(name, member, Duration.ZERO, rules.defaultPriority(), jobs, now))
                .rows();
        CallPlan plan = new CallPlan(
                jobs,
                rows.stream().map(Optional::of).toList(),
                now,
                rows.stream().map(row -> Decision.of(row, rules, began)).toList(),
                began);
        reuse.check(name, plan, provenance);
        displace(new Overwritten(plan, provenance).abandoned(table, name));
        List<Decision> decisions = plan.decisions();
        Tally tally = new Tally(rules, rows.size());
        List<Long> again = new ArrayList<>();
        List<Long> over = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            JobRow row = rows.get(i);
            Decision decision = decisions.get(i);
            tally.count(row, decision);
            if (decision == Decision.RUN_AGAIN) {
                again.add(row.id());
            } else if (decision == Decision.KEEP) {
                over.add(row.id());
            }
        }
        retry(again, began);
        table.note(plan.notes());
        plan.reasons().forEach(logger::warn);
        tally.text().ifPresent(logger::warn);
        return entries(call, jobs, rows, decisions, attempts(over));
    }

    /** Gives the jobs of a call that comes too late to be brought into the table. */
    public static List<Entry> refused(Call call, List<ComputeJob> jobs) {
        List<Entry> entries = new ArrayList<>(jobs.size());
        for (int i = 0; i < jobs.size(); i++) {
            PlacedJob job = PlacedJob.waiting(call, i, 0, jobs.get(i), new Turn(0, Instant.EPOCH, i));
            entries.add(new Entry(job, Decision.RUN, null, Duration.ZERO));
        }
        return entries;
    }

    /** Two that may write the same do not run at the same time. */
    private void displace(List<Long> abandoned) {
        if (abandoned.isEmpty()) {
            return;
        }
        logger.warn(
                "{} of a run that is gone may still run, and {} not among those of this run: {} ended first",
                abandoned.size() == 1 ? "1 job" : abandoned.size() + " jobs",
                abandoned.size() == 1 ? "is" : "are",
                abandoned.size() == 1 ? "it is" : "they are");
        table.change(
                JobEvent.CANCEL,
                Condition.in(JobFields.JOB_ID, abandoned),
                "ended by a later run whose jobs may write the same files");
        displacer.accept(abandoned);
    }

    /** Another master may have done so a moment ago, and run the job: then it ended in this run, and is left alone. */
    private void retry(List<Long> ids, Instant began) {
        for (int from = 0; from < ids.size(); from += IDS_AT_ONCE) {
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + IDS_AT_ONCE));
            table.change(
                    JobEvent.RETRY,
                    Condition.in(JobFields.JOB_ID, some)
                            .and(Condition.in(
                                    JobFields.STATUS, List.of(JobStatus.SUCCESS.word(), JobStatus.ERROR.word())))
                            .and(new Condition.Compare(
                                    JobFields.COMPLETED_TIME, Condition.Relation.LESS_OR_EQUAL, began)),
                    "");
        }
    }

    private Instant began() {
        return table.members(false).stream()
                .filter(row -> row.id() == member || isMasterOfThisRun(row.member()))
                .map(MemberRow::started)
                .min(Instant::compareTo)
                .orElseGet(table::now);
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

    private List<Entry> entries(
            Call call,
            List<ComputeJob> jobs,
            List<JobRow> rows,
            List<Decision> decisions,
            Map<Long, AttemptRow> attempts) {
        Instant now = table.now();
        long first = sequence.getAndAdd(rows.size());
        List<Entry> entries = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            JobRow row = rows.get(i);
            Turn turn = new Turn(row.priority(), row.state().scheduled(), first + i);
            PlacedJob job = PlacedJob.waiting(call, i, row.id(), jobs.get(i), turn);
            entries.add(entry(job, decisions.get(i), new Sight(row, attempts.get(row.id()), now)));
        }
        return entries;
    }

    private static Entry entry(PlacedJob job, Decision decision, Sight sight) {
        return switch (decision) {
            case KEEP -> new Entry(job, decision, sight.outcome(job.job()), Duration.ZERO);
            case RUN -> new Entry(job, decision, null, sight.delay());
            case RUN_AGAIN, WAIT, LEAVE -> new Entry(job, decision, null, Duration.ZERO);
        };
    }
}
