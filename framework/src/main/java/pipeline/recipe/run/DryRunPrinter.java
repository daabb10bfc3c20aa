package pipeline.recipe.run;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import pipeline.job.ComputeJob;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;
import pipeline.recipe.spi.DryRun;
import pipeline.recipe.spi.RecipeContext;
import pipeline.text.ShellQuoting;

/** Prints in a dry run the jobs that a run would start, each as a line of shell. Thread-safe: the lock of the stream keeps a call's lines together. */
final class DryRunPrinter {

    private final Optional<DryRun> dryRun;
    private final PrintStream out;
    private final PlannedJobs planned;

    DryRunPrinter(RecipeContext context, PlannedJobs planned) {
        this.planned = planned;
        this.dryRun = context.scheduling().dryRun();
        this.out = context.standardOutput();
    }

    /** Returns whether this is a dry run. */
    boolean isDryRun() {
        return dryRun.isPresent();
    }

    /** Refuses the jobs of a call as a run would, if this is a dry run. */
    void check(List<ComputeJob> jobs, int maxPerNode) {
        dryRun.ifPresent(asked -> JobScheduler.call(() -> {
            asked.check(jobs, maxPerNode);
            return true;
        }));
    }

    /**
     * Prints the jobs of a call that would run, if this is a dry run.
     *
     * @return whether it is one
     */
    boolean print(String step, List<ComputeJob> jobs, Provenance provenance) {
        if (dryRun.isEmpty()) {
            return false;
        }
        int unused = printed(step, jobs, provenance);
        return true;
    }

    /**
     * Prints the jobs of a call that would run.
     *
     * @param goesOn whether to look for the outcomes of jobs that are done
     * @return the outcomes of all jobs, if all are done
     */
    Optional<Outcomes> printOrKeep(String step, List<ComputeJob> jobs, Provenance provenance, boolean goesOn) {
        if (printed(step, jobs, provenance) > 0 || !goesOn) {
            return Optional.empty();
        }
        return JobScheduler.call(() -> dryRun.orElseThrow().done(step, jobs));
    }

    private int printed(String step, List<ComputeJob> jobs, Provenance provenance) {
        List<ComputeJob> toRun = JobScheduler.call(() -> dryRun.orElseThrow().jobsToRun(step, jobs, provenance));
        planned.add(jobs, toRun, provenance.files());
        synchronized (out) {
            toRun.forEach(job -> out.print(line(job) + "\n"));
            out.flush();
        }
        return toRun.size();
    }

    private static String line(ComputeJob job) {
        StringBuilder line = new StringBuilder(job.host()).append(": ");
        job.workingDirectory()
                .ifPresent(directory ->
                        line.append("cd ").append(ShellQuoting.quote(directory)).append(" && "));
        job.environment()
                .forEach((name, value) -> line.append(name)
                        .append('=')
                        .append(ShellQuoting.quote(value))
                        .append(' '));
        job.secrets().names().forEach(name -> line.append(name).append("=*** "));
        return line.append(job.command().describe()).toString();
    }
}
