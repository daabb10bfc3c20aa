package pipeline.dispatch.enqueue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.RunRules;
import pipeline.job.ComputeJob;
import pipeline.job.GangSeat;
import pipeline.job.identity.Fingerprint;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.FingerprintUpdate;
import pipeline.store.JobRow;
import pipeline.text.Plural;

/** What a call does with each of its jobs, as the table has them, and why it runs those again that were done. Not thread-safe. */
final class EnqueuePlan {

    /** Of more reasons than these it is said how many there are. */
    private static final int MOST_REASONS = 5;

    private final List<ComputeJob> jobs;
    private final List<Optional<JobRow>> rows;
    private final List<Fingerprint> fingerprints;
    private final List<EnqueueDecision> decisions;
    private final Instant began;
    private final Set<Long> ofRun;
    private final Map<String, Rerun> reruns = new LinkedHashMap<>();
    private final Map<Integer, Fingerprint> accepted = new LinkedHashMap<>();

    /** How many jobs run again for a reason, and one of them for an example. */
    private static final class Rerun {
        private long jobs;
        private final String example;

        Rerun(String example) {
            this.example = example;
        }
    }

    /**
     * Begins with what the status of each job says.
     *
     * @param rows one for each job; empty for those that are not in the table
     * @param fingerprints one for each job, as it would run now
     * @param decisions one for each job
     * @param began when the run began: what ended later belongs to it
     * @param ofRun the numbers of jobs that other calls of the run have brought, or this one before
     */
    EnqueuePlan(
            List<ComputeJob> jobs,
            List<Optional<JobRow>> rows,
            List<Fingerprint> fingerprints,
            List<EnqueueDecision> decisions,
            Instant began,
            Set<Long> ofRun) {
        this.jobs = jobs;
        this.rows = rows;
        this.fingerprints = fingerprints;
        this.decisions = new ArrayList<>(decisions);
        this.began = began;
        this.ofRun = ofRun;
    }

    List<EnqueueDecision> decisions() {
        return decisions;
    }

    ComputeJob job(int index) {
        return jobs.get(index);
    }

    /** Returns the row of a job that is in the table. */
    JobRow row(int index) {
        return rows.get(index).orElseThrow();
    }

    /** Returns the number of a job in the table; 0 if it is not there. */
    long id(int index) {
        return rows.get(index).map(JobRow::id).orElse(0L);
    }

    /** Returns whether a job came earlier in the run. */
    boolean isOfRun(long id) {
        return ofRun.contains(id);
    }

    Fingerprint fingerprint(int index) {
        return fingerprints.get(index);
    }

    /** Returns the places of the jobs that an earlier run has done, or that left their item out, and that are to be left alone. */
    List<Integer> doneBefore() {
        return IntStream.range(0, jobs.size())
                .filter(i -> decisions.get(i) == EnqueueDecision.KEEP && isDoneBefore(row(i)))
                .boxed()
                .toList();
    }

    /** Returns those of them that succeeded, so that they have left something. */
    List<Integer> succeededBefore() {
        return doneBefore().stream().filter(i -> !row(i).isSkipped()).toList();
    }

    private boolean isDoneBefore(JobRow row) {
        Instant completed = row.state().completed();
        return isDone(row) && (completed == null || !completed.isAfter(began));
    }

    private static boolean isDone(JobRow row) {
        return row.state().status() == JobStatus.SUCCESS || row.isSkipped();
    }

    /** Returns the gangs of which any job is not done. */
    Set<String> gangsToRun() {
        return IntStream.range(0, jobs.size())
                .filter(i -> decisions.get(i) != EnqueueDecision.KEEP || !isDone(row(i)))
                .mapToObj(this::gang)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** Returns the name of the gang of a job; null if it is in none. */
    @Nullable
    String gang(int index) {
        return jobs.get(index).gang().map(GangSeat::gang).orElse(null);
    }

    boolean isToRun(int index) {
        EnqueueDecision decision = decisions.get(index);
        return decision == EnqueueDecision.RUN || decision == EnqueueDecision.RUN_AGAIN;
    }

    /**
     * Runs a job again that was done.
     *
     * @param reason why, for all jobs of which that is the reason
     * @param example what it is with this one; empty if there is no more to say
     */
    void runAgain(int index, String reason, String example, RunRules rules) {
        boolean isTooLow = rules.limit().isTooLow(row(index).priority());
        decisions.set(index, isTooLow ? EnqueueDecision.LEAVE : EnqueueDecision.RUN_AGAIN);
        if (!isTooLow) {
            reruns.computeIfAbsent(reason, text -> new Rerun(example)).jobs++;
        }
    }

    /**
     * Keeps a job that was done as if it had done what it would do now.
     *
     * @param noted what is noted of it
     */
    void accept(int index, Fingerprint noted) {
        accepted.put(index, noted);
    }

    /** Returns what is to be written into the table of what the jobs do that are to run, or whose success is accepted. */
    List<FingerprintUpdate> notes() {
        List<FingerprintUpdate> notes = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            Fingerprint now = fingerprints.get(i);
            if (isToRun(i) && !Objects.equals(row(i).fingerprint(), now)) {
                notes.add(new FingerprintUpdate(row(i).id(), row(i).attempts(), now));
            } else if (!isToRun(i) && accepted.containsKey(i)) {
                notes.add(new FingerprintUpdate(row(i).id(), row(i).attempts(), accepted.get(i)));
            }
        }
        return notes;
    }

    /** Returns a line for each reason for which jobs run again. */
    List<String> reasons() {
        List<String> lines = new ArrayList<>();
        reruns.forEach((reason, rerun) -> {
            if (lines.size() < MOST_REASONS) {
                lines.add("%s: %s%s"
                        .formatted(
                                runAgain(rerun.jobs, jobs.size()),
                                reason,
                                rerun.example.isEmpty() ? "" : " (" + rerun.example + ")"));
            }
        });
        if (reruns.size() > MOST_REASONS) {
            long others = reruns.values().stream()
                    .skip(MOST_REASONS)
                    .mapToLong(rerun -> rerun.jobs)
                    .sum();
            lines.add("%s for %d other reasons".formatted(runAgain(others, jobs.size()), reruns.size() - MOST_REASONS));
        }
        return lines;
    }

    private static String runAgain(long some, int all) {
        return "%d of %s %s again".formatted(some, Plural.of(all, "job"), some == 1 ? "runs" : "run");
    }

    /** Returns how a job is called in an example. */
    static String name(JobRow row, @Nullable String what) {
        return "job %d on %s: %s".formatted(row.id(), row.job().host(), what);
    }
}
