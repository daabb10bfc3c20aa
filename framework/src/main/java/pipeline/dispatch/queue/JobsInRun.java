package pipeline.dispatch.queue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All jobs of the run that have no outcome yet, each in one phase. This is the one place where a job changes its phase; what
 * else keeps jobs keeps them in the order in which it needs them. Confined to the dispatcher's loop.
 */
public final class JobsInRun {

    private final Map<JobPhase, Set<QueuedJob>> byPhase = new EnumMap<>(JobPhase.class);

    public JobsInRun() {
        for (JobPhase phase : JobPhase.values()) {
            byPhase.put(phase, new LinkedHashSet<>());
        }
    }

    /** Takes a job that was submitted. */
    public void add(QueuedJob job) {
        in(job.phase()).add(job);
    }

    /**
     * Notes what happened to a job.
     *
     * @throws IllegalStateException if that cannot happen to a job in its phase
     */
    public void note(QueuedJob job, JobPhase.Event event) {
        JobPhase before = job.phase();
        JobPhase after = before.after(event);
        if (after == before) {
            return;
        }
        in(before).remove(job);
        job.enter(after);
        if (after != JobPhase.DONE) {
            in(after).add(job);
        }
    }

    /** Notes that a job has its outcome; returns false if it had one. */
    public boolean finish(QueuedJob job) {
        if (job.phase() == JobPhase.DONE) {
            return false;
        }
        note(job, JobPhase.Event.FINISHED);
        return true;
    }

    /** Returns how many jobs are in a phase. */
    public int count(JobPhase phase) {
        return in(phase).size();
    }

    /** Returns the jobs of a phase, in the order in which they came to it. */
    public List<QueuedJob> list(JobPhase phase) {
        return List.copyOf(in(phase));
    }

    /** Returns whether all jobs have their outcome. */
    public boolean isEmpty() {
        return byPhase.values().stream().allMatch(Set::isEmpty);
    }

    /** Returns the jobs that have no outcome yet. */
    public List<QueuedJob> unfinished() {
        List<QueuedJob> all = new ArrayList<>();
        byPhase.values().forEach(all::addAll);
        return all;
    }

    private Set<QueuedJob> in(JobPhase phase) {
        Set<QueuedJob> jobs = byPhase.get(phase);
        if (jobs == null) {
            throw new IllegalStateException("no phase " + phase);
        }
        return jobs;
    }
}
