package pipeline.dispatch.enqueue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Logger;
import pipeline.dispatch.fingerprint.Fingerprints;
import pipeline.dispatch.rules.RunRules;
import pipeline.job.ComputeJob;
import pipeline.job.identity.Provenance;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.MemberRow;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.StepName;
import pipeline.store.Submission;

/** Finds out what a call would do with its jobs, without changing anything in the job table. */
public final class DryRunPlanner {

    private final JobTable table;
    private final RunRules rules;
    private final Fingerprints fingerprints;
    private final Logger logger;

    /**
     * Looks into a table.
     *
     * @param table may be open for reading only
     * @param fingerprints tell what the jobs would do
     * @param logger is told what would be skipped or repeated, and why
     */
    public DryRunPlanner(JobTable table, RunRules rules, Fingerprints fingerprints, Logger logger) {
        this.table = table;
        this.rules = rules;
        this.fingerprints = fingerprints;
        this.logger = logger;
    }

    /** Returns the jobs that would run, in their order. */
    public List<ComputeJob> jobsToRun(StepName step, List<ComputeJob> jobs, Provenance provenance) {
        Submission batch = Submission.of(step, 0, Duration.ZERO, rules.defaultPriority(), jobs);
        List<Optional<JobRow>> rows = table.find(batch);
        Instant now = table.now();
        List<MemberRow> living = table.members(false).stream()
                .filter(member -> isAlive(member, now))
                .toList();
        Set<Long> owners = living.stream().map(MemberRow::id).collect(Collectors.toSet());
        Instant began = began(living, step.jobName(), now);
        List<EnqueueDecision> decisions = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            int priority = batch.jobs().get(i).priority();
            decisions.add(rows.get(i)
                    .map(row -> isLost(row, owners) ? EnqueueDecision.RUN : EnqueueDecision.of(row, rules, began))
                    .orElseGet(() -> rules.limit().isTooLow(priority) ? EnqueueDecision.LEAVE : EnqueueDecision.RUN));
        }
        EnqueuePlan plan = new EnqueuePlan(jobs, rows, fingerprints.of(jobs, provenance), decisions, began, Set.of());
        new ReuseCheck(table, rules, Optional.empty(), logger).check(step, plan, provenance);
        EnqueueSummary summary = new EnqueueSummary(rules, jobs.size());
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            EnqueueDecision decision = plan.decisions().get(i);
            rows.get(i).ifPresentOrElse(row -> summary.count(row, decision), () -> summary.countNew(decision));
            if (decision == EnqueueDecision.RUN || decision == EnqueueDecision.RUN_AGAIN) {
                places.add(i);
            }
        }
        plan.reasons().forEach(logger::warn);
        summary.text().ifPresent(logger::warn);
        List<Integer> priorities = IntStream.range(0, jobs.size())
                .mapToObj(i -> rows.get(i)
                        .map(JobRow::priority)
                        .orElse(batch.jobs().get(i).priority()))
                .toList();
        return places.stream()
                .sorted(Comparator.comparing(priorities::get))
                .limit(rules.limit().maxCalls().orElse(Long.MAX_VALUE))
                .sorted()
                .map(jobs::get)
                .toList();
    }

    /** Returns whether a run would take the job back first, since its owner is gone. */
    private static boolean isLost(JobRow row, Set<Long> living) {
        JobRow.Reserved reserved = row.reservation();
        return row.state().status() == JobStatus.RESERVED && (reserved == null || !living.contains(reserved.owner()));
    }

    private boolean isAlive(MemberRow row, Instant now) {
        if (row.heartbeat().isBefore(now.minus(rules.presence().orphanAfter()))) {
            return false;
        }
        ProcessIdentity process = row.member().process();
        ProcessIdentity here = ProcessIdentity.ofThisProcess();
        boolean isHere =
                process.machine().equals(here.machine()) && process.bootId().equals(here.bootId());
        return !isHere || process.isAlive();
    }

    private static Instant began(List<MemberRow> living, String jobName, Instant now) {
        return living.stream()
                .filter(row -> row.member().kind() == NewMember.Kind.MASTER
                        && row.member().jobName().equals(jobName))
                .map(MemberRow::started)
                .min(Instant::compareTo)
                .orElse(now);
    }
}
