package pipeline.recipe.run;

import java.util.List;
import java.util.function.Predicate;
import pipeline.dispatch.JobCall;
import pipeline.job.ComputeJob;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;

/** The jobs of a set in a dry run: refused as a run would refuse them, and otherwise only printed. */
record DryRunCall(DryRunPrinter printer, int maxPerNode) implements JobCall {

    @Override
    public void check(List<ComputeJob> jobs) {
        printer.check(jobs, maxPerNode);
    }

    @Override
    public void add(List<ComputeJob> jobs, Provenance provenance) {
        throw new IllegalStateException("a dry run sends no jobs");
    }

    @Override
    public void cancel(Predicate<ComputeJob> meant, String reason) {
        // none of them runs
    }

    @Override
    public Outcomes await() {
        throw new DryRunEnd();
    }
}
