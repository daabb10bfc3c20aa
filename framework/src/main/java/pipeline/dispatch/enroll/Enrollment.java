package pipeline.dispatch.enroll;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Logger;
import pipeline.dispatch.attempt.RunIdentity;
import pipeline.dispatch.ledger.Membership;
import pipeline.dispatch.ledger.Sight;
import pipeline.dispatch.queue.Call;
import pipeline.dispatch.queue.PlacedJob;
import pipeline.dispatch.queue.Turn;
import pipeline.dispatch.rules.RunRules;
import pipeline.job.ComputeJob;
import pipeline.job.JobEvent;
import pipeline.job.JobStatus;
import pipeline.store.AttemptRow;
import pipeline.store.Batch;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.MemberRow;
import pipeline.store.NewMember;
import pipeline.store.StepName;
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
    private final Revision revision;
    private final Logger logger;
    private final AtomicLong sequence = new AtomicLong();

    public Enrollment(RunIdentity run, Membership membership, Revision revision, Logger logger) {
        this.run = run;
        this.table = membership.table();
        this.rules = membership.rules();
        this.member = membership.id();
        this.revision = revision;
        this.logger = logger;
    }

    /**
     * Sees to it that the jobs are in the table, those pending that are to be run.
     *
     * @return one entry for each job, in their order
     */
    public List<Entry> enroll(String step, Call call, List<ComputeJob> jobs) {
        StepName name = new StepName(run.recipe(), run.jobName(), step);
        Instant began = began();
        List<JobRow> rows = table.enroll(Batch.of(name, member, Duration.ZERO, rules.defaultPriority(), jobs))
                .rows();
        List<Decision> decisions = new ArrayList<>(rows.size());
        Tally tally = new Tally(rules, rows.size());
        List<Long> again = new ArrayList<>();
        List<Long> over = new ArrayList<>();
        for (JobRow row : rows) {
            decisions.add(Decision.of(row, rules, began));
        }
        if (rules.repeat().ifMissing()) {
            revision.revise(jobs, rows, decisions);
        }
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
