package pipeline.dispatch.enqueue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Logger;
import pipeline.dispatch.fingerprint.Fingerprints;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StepNotDoneException;
import pipeline.dispatch.rules.StepSelection.Treatment;
import pipeline.dispatch.table.JobSnapshot;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.identity.Fingerprint;
import pipeline.job.identity.Provenance;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.AttemptRow;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.MemberRow;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.text.Plural;

/** Finds out what a call would do with its jobs, without changing anything in the job table. */
public final class DryRunPlanner {

    /** Databases limit how many values a statement may have. */
    private static final int IDS_AT_ONCE = 500;

    private final JobTable table;
    private final RunRules all;
    private final Fingerprints fingerprints;
    private final Set<String> seen;
    private final Logger logger;

    /**
     * Looks into a table.
     *
     * @param table may be open for reading only
     * @param fingerprints say what the jobs would do
     * @param seen the steps that the run has had so far, which grow
     * @param logger takes what would be skipped or repeated, and why
     */
    public DryRunPlanner(JobTable table, RunRules rules, Fingerprints fingerprints, Set<String> seen, Logger logger) {
        this.table = table;
        this.all = rules;
        this.fingerprints = fingerprints;
        this.seen = seen;
        this.logger = logger;
    }

    /**
     * Returns the outcomes of jobs that all succeeded before, in their order; empty if any did not.
     *
     * @param jobs of a call of which none would run
     */
    public Optional<Outcomes> done(StepName step, List<ComputeJob> jobs) {
        List<Optional<JobRow>> rows = table.find(Submission.of(step, 0, Duration.ZERO, all.defaultPriority(), jobs));
        if (!rows.stream()
                .allMatch(row -> row.isPresent() && row.get().state().status().isOver())) {
            return Optional.empty();
        }
        Map<Long, AttemptRow> attempts = new HashMap<>();
        List<Long> ids = rows.stream().map(row -> row.orElseThrow().id()).toList();
        for (int from = 0; from < ids.size(); from += IDS_AT_ONCE) {
            table.lastAttempts(ids.subList(from, Math.min(ids.size(), from + IDS_AT_ONCE)))
                    .forEach(attempt -> attempts.put(attempt.job(), attempt));
        }
        Instant now = table.now();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            JobRow row = rows.get(i).orElseThrow();
            outcomes.add(new JobSnapshot(row, attempts.get(row.id()), now).outcome(jobs.get(i)));
        }
        return Optional.of(Outcomes.of(outcomes, Outcomes.Stop.ALL_DONE));
    }

    /**
     * What a call would do.
     *
     * @param toRun the jobs that would run, in their order
     * @param change what is different with its step; empty for nothing
     * @param reasons why jobs run again that were done
     * @param summary what is skipped and repeated; empty for nothing
     */
    private record Look(
            List<ComputeJob> toRun, Optional<String> change, List<String> reasons, Optional<String> summary) {}

    /** Returns the jobs that would run, in their order; the log says why, and why the others would not. */
    public List<ComputeJob> jobsToRun(StepName step, List<ComputeJob> jobs, Provenance provenance) {
        Look look = look(step, jobs, provenance);
        look.change().ifPresent(step.isNamed() ? logger::warn : logger::info);
        look.reasons().forEach(logger::warn);
        look.summary().ifPresent(logger::warn);
        return look.toRun();
    }

    /** Returns lines that say what a call would do, and why. */
    public List<String> explain(StepName step, List<ComputeJob> jobs, Provenance provenance) {
        Look look = look(step, jobs, provenance);
        List<String> lines = new ArrayList<>();
        String counts = look.toRun().isEmpty()
                ? "nothing runs, %s done".formatted(Plural.of(jobs.size(), "job is", "jobs are"))
                : "%d of %d %s"
                        .formatted(
                                look.toRun().size(), jobs.size(), look.toRun().size() == 1 ? "jobs runs" : "jobs run");
        lines.add(look.change().orElseGet(() -> "step %s: %s".formatted(step.step(), counts)));
        look.reasons().forEach(reason -> lines.add("  " + reason));
        if (!look.toRun().isEmpty()) {
            look.summary().ifPresent(summary -> lines.add("  " + summary));
        }
        return lines;
    }

    /** Returns a line that names the steps that the last run had and this one, which would come to its end, has not. */
    public Optional<String> absentSteps(String recipe, String jobName) {
        FormerSteps former = new FormerSteps(table, table, recipe, jobName);
        return former.describe(former.notIn(seen));
    }

    private Look look(StepName step, List<ComputeJob> jobs, Provenance provenance) {
        Treatment treatment = all.repeat().steps().begin(step.step());
        RunRules rules = all.forStep(treatment);
        Submission batch = Submission.of(step, 0, Duration.ZERO, rules.defaultPriority(), jobs);
        List<Optional<JobRow>> rows = table.find(batch);
        if (treatment == Treatment.LEAVE) {
            refuseUndone(step, rows);
        }
        Instant time = table.now();
        List<MemberRow> living = table.members(false).stream()
                .filter(member -> isAlive(member, time))
                .toList();
        Set<Long> owners = living.stream().map(MemberRow::id).collect(Collectors.toSet());
        Instant began = began(living, step.jobName(), time);
        List<EnqueueDecision> decisions = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            int priority = batch.jobs().get(i).priority();
            decisions.add(rows.get(i)
                    .map(row -> isLost(row, owners) ? EnqueueDecision.RUN : EnqueueDecision.of(row, rules, began))
                    .orElseGet(() -> rules.limit().isTooLow(priority) ? EnqueueDecision.LEAVE : EnqueueDecision.RUN));
        }
        ReuseCheck check = new ReuseCheck(table, rules, Optional.empty(), logger);
        List<Fingerprint> now = fingerprints.of(jobs, provenance);
        EnqueuePlan plan = new EnqueuePlan(
                jobs, rows, check.withContents(now, jobs, provenance).orElse(now), decisions, began, Set.of());
        if (treatment != Treatment.LEAVE) {
            check.check(step, plan, provenance);
        }
        EnqueueSummary summary = new EnqueueSummary(rules, treatment, jobs.size());
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            EnqueueDecision decision = plan.decisions().get(i);
            rows.get(i).ifPresentOrElse(row -> summary.count(row, decision), () -> summary.countNew(decision));
            if (decision == EnqueueDecision.RUN || decision == EnqueueDecision.RUN_AGAIN) {
                places.add(i);
            }
        }
        List<Integer> priorities = IntStream.range(0, jobs.size())
                .mapToObj(i -> rows.get(i)
                        .map(JobRow::priority)
                        .orElse(batch.jobs().get(i).priority()))
                .toList();
        List<ComputeJob> toRun = places.stream()
                .sorted(Comparator.comparing(priorities::get))
                .limit(rules.limit().maxCalls().orElse(Long.MAX_VALUE))
                .sorted()
                .map(jobs::get)
                .toList();
        return new Look(
                toRun,
                new StepJournal(table, table, logger, step.recipe(), step.jobName(), seen)
                        .changes(batch, provenance.identity(), places.size()),
                plan.reasons(),
                summary.text());
    }

    /** Returns whether a run would take the job back first, since its owner is gone. */
    private static boolean isLost(JobRow row, Set<Long> living) {
        JobRow.Reserved reserved = row.reservation();
        return row.state().status() == JobStatus.RESERVED && (reserved == null || !living.contains(reserved.owner()));
    }

    private static void refuseUndone(StepName step, List<Optional<JobRow>> rows) {
        long undone = rows.stream()
                .filter(row -> row.isEmpty() || !row.get().state().status().isOver())
                .count();
        if (undone > 0) {
            throw new StepNotDoneException(step.step(), undone, rows.size());
        }
    }

    private boolean isAlive(MemberRow row, Instant now) {
        if (row.heartbeat().isBefore(now.minus(all.presence().orphanAfter()))) {
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
