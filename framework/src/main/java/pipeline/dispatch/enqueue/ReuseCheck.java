package pipeline.dispatch.enqueue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.OutputCheck;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.survey.ContentsSurvey;
import pipeline.dispatch.survey.HostSurveys;
import pipeline.dispatch.survey.OutputVerifier;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.job.identity.ContentsChanges;
import pipeline.job.identity.ContentsRule;
import pipeline.job.identity.Fingerprint;
import pipeline.job.identity.Provenance;
import pipeline.job.wire.NodeAnswer;
import pipeline.store.JobReservations;
import pipeline.store.JobRow;
import pipeline.store.StepName;
import pipeline.text.Plural;

/**
 * Finds out which successes of earlier runs, and which items that were left out, still count: those of jobs that would do the same again, made from the same, whose
 * declared outputs are as they left them, and which no other job of the step may have undone meanwhile. Thread-safe.
 */
public final class ReuseCheck {

    private final JobReservations table;
    private final RunRules rules;
    private final Optional<HostSurveys> survey;
    private final Logger logger;

    /**
     * Makes one.
     *
     * @param survey asks hosts for declared outputs and for contents; empty if no host is to be asked
     * @param logger takes what is kept although nobody knows what it did
     */
    public ReuseCheck(JobReservations table, RunRules rules, Optional<HostSurveys> survey, Logger logger) {
        this.table = table;
        this.rules = rules;
        this.survey = survey;
        this.logger = logger;
    }

    /** Returns the same by other rules. */
    ReuseCheck under(RunRules other) {
        return new ReuseCheck(table, other, survey, logger);
    }

    /**
     * Returns the fingerprints of the jobs of a call with what the files hold that they read, where that is looked at; empty if the run ends
     * before it is known.
     */
    Optional<List<Fingerprint>> withContents(
            List<Fingerprint> fingerprints, List<ComputeJob> jobs, Provenance provenance) {
        ContentsRule rule = rules.repeat().contents();
        if (!rule.looks()) {
            return Optional.of(fingerprints);
        }
        return survey.isPresent()
                ? survey.get().contents().addTo(fingerprints, jobs, provenance, rule)
                : Optional.of(ContentsSurvey.notAsked(fingerprints, jobs, provenance));
    }

    /** Looks at the jobs of a call that were done before. */
    void check(StepName step, EnqueuePlan plan, Provenance provenance) {
        compare(plan);
        if (!rules.repeat().accept()) {
            List<Integer> overwritten = new OverwriteDetector(plan, provenance).find(table, step);
            checkOutputs(plan, overwritten);
        }
        checkGangs(plan);
    }

    /** A gang is done if all of it is. */
    private void checkGangs(EnqueuePlan plan) {
        Set<String> unfinished = plan.gangsToRun();
        for (int index : plan.doneBefore()) {
            String gang = plan.gang(index);
            if (gang != null && unfinished.contains(gang)) {
                plan.runAgain(index, "others of their gang are not done, or run again", "", rules);
            }
        }
    }

    private void compare(EnqueuePlan plan) {
        ContentsRule rule = rules.repeat().contents();
        int unknown = 0;
        int accepted = 0;
        int unasked = 0;
        for (int index : plan.doneBefore()) {
            Fingerprint noted = plan.row(index).fingerprint();
            Fingerprint then = noted == null ? Fingerprint.NOTHING : noted;
            Fingerprint now = plan.fingerprint(index);
            ContentsChanges contents = ContentsChanges.between(then, now, rule);
            List<String> changes = new ArrayList<>(noted == null ? List.of() : then.changesTo(now));
            changes.addAll(contents.reasons());
            Fingerprint kept = ContentsChanges.noted(then, now, rule);
            if (plan.job(index).isAlways()) {
                plan.runAgain(index, "they always do", "", rules);
            } else if (plan.row(index).isSkipped() && !isStillSkip(plan, index)) {
                plan.runAgain(
                        index, "the exit code with which they left their item out means that no longer", "", rules);
            } else if (!changes.isEmpty() && !rules.repeat().accept()) {
                String example = contents.example();
                plan.runAgain(
                        index,
                        String.join(", ", changes),
                        example.isEmpty() ? "" : EnqueuePlan.name(plan.row(index), example),
                        rules);
            } else if (!kept.equals(noted)) {
                plan.accept(index, kept);
                unknown += noted == null ? 1 : 0;
                accepted += changes.isEmpty() ? 0 : 1;
            }
            unasked += plan.decisions().get(index) == EnqueueDecision.KEEP && ContentsChanges.isNotAsked(now) ? 1 : 0;
        }
        if (unasked > 0) {
            logger.warn(
                    "hosts are not asked now, so it is not known whether the contents have changed that {} finished {} read",
                    unasked,
                    unasked == 1 ? "job" : "jobs");
        }
        if (unknown > 0) {
            logger.warn(
                    "{} done before it was noted what a job sees; {} as done (--fresh runs all)",
                    Plural.of(unknown, "job was", "jobs were"),
                    unknown == 1 ? "it counts" : "they count");
        }
        if (accepted > 0) {
            logger.warn(
                    "{} do something else now; {} as done (--accept)",
                    Plural.of(accepted, "job would", "jobs would"),
                    accepted == 1 ? "it counts" : "they count");
        }
    }

    /**
     * Looks for declared outputs on their hosts.
     *
     * @param overwritten what counts only if its outputs are known to be as it left them
     */
    private void checkOutputs(EnqueuePlan plan, List<Integer> overwritten) {
        List<OutputVerifier.Done> done = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int index : plan.succeededBefore()) {
            JobRow row = plan.row(index);
            if (isTransfer(plan, index) || !plan.job(index).options().outputs().isEmpty()) {
                done.add(OutputVerifier.Done.of(row));
                places.add(index);
            }
        }
        if (!done.isEmpty() && survey.isEmpty()) {
            logger.warn(
                    "hosts are not asked now, so it is not known whether the outputs of {} are still there",
                    Plural.of(done.size(), "finished job"));
        }
        OutputVerifier.Findings findings = done.isEmpty() || survey.isEmpty()
                ? new OutputVerifier.Findings()
                : findings(survey.get().outputs(), done);
        for (int i = 0; i < places.size(); i++) {
            JobRow row = plan.row(places.get(i));
            String fault = findings.faults().get(row.id());
            if (fault != null) {
                plan.runAgain(
                        places.get(i), "outputs are missing or have changed", EnqueuePlan.name(row, fault), rules);
            }
        }
        for (int index : overwritten) {
            JobRow row = plan.row(index);
            boolean isSure = survey.isPresent()
                    && !findings.unknown().contains(row.id())
                    && (isTransfer(plan, index) || hasAllStamps(plan, index));
            if (plan.decisions().get(index) == EnqueueDecision.KEEP && !isSure) {
                plan.runAgain(
                        index,
                        "other jobs of the step ran since, which may have overwritten what they made",
                        "",
                        rules);
            }
        }
    }

    /** Of what a node program said itself the code does not matter. */
    private static boolean isStillSkip(EnqueuePlan plan, int index) {
        JobRow.End ending = plan.row(index).ending();
        Integer code = ending == null ? null : ending.exitCode();
        boolean isCommand = plan.job(index).command() instanceof JobCommand.Executable;
        return code == null
                || (code == NodeAnswer.SKIP_CODE && !isCommand)
                || plan.job(index).options().skipExit().contains(code);
    }

    private static boolean isTransfer(EnqueuePlan plan, int index) {
        return plan.job(index).command() instanceof JobCommand.Transfer;
    }

    private static boolean hasAllStamps(EnqueuePlan plan, int index) {
        int outputs = plan.job(index).options().outputs().size();
        return outputs > 0 && OutputCheck.stamps(noted(plan.row(index))).size() == outputs;
    }

    private static @Nullable String noted(JobRow row) {
        JobRow.End ending = row.ending();
        return ending == null ? null : ending.outputs();
    }

    private static OutputVerifier.Findings findings(OutputVerifier survey, List<OutputVerifier.Done> done) {
        try {
            return survey.look(done);
        } catch (InterruptedException e) {
            // who waits for the jobs next is interrupted in our place
            Thread.currentThread().interrupt();
            Set<Long> unknown = done.stream().map(OutputVerifier.Done::number).collect(Collectors.toSet());
            return new OutputVerifier.Findings(Map.of(), unknown);
        }
    }
}
