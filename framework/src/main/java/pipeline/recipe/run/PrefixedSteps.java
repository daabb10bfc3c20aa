package pipeline.recipe.run;

import java.util.List;
import java.util.Optional;
import pipeline.dispatch.JobCall;
import pipeline.dispatch.JobRunner;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;
import pipeline.recipe.spi.DryRun;
import pipeline.recipe.spi.RecipeContext.Scheduling;

/**
 * Names the calls of a recipe that is a step of another: by the step, if it is the first without a name, and else by a name below
 * that of the step.
 */
record PrefixedSteps(String step) {

    private static final String FIRST = "1";

    String name(String call) {
        return call.equals(FIRST) ? step : step + "/" + call;
    }

    /** Returns how jobs are run, under the names of the step. */
    Scheduling under(Scheduling all) {
        return new Scheduling(
                new PrefixedRunner(all.runner()),
                all.maxPerNode(),
                all.dryRun().map(dryRun -> prefixed(dryRun)),
                (call, identity, outputs, maps) -> all.steps().ended(name(call), identity, outputs, maps),
                all.scheduler());
    }

    private DryRun prefixed(DryRun next) {
        return new DryRun() {
            @Override
            public List<ComputeJob> jobsToRun(String call, List<ComputeJob> jobs, Provenance provenance)
                    throws Exception {
                return next.jobsToRun(name(call), jobs, provenance);
            }

            @Override
            public void check(List<ComputeJob> jobs, int maxPerNode) throws Exception {
                next.check(jobs, maxPerNode);
            }

            @Override
            public Optional<Outcomes> done(String call, List<ComputeJob> jobs) throws Exception {
                return next.done(name(call), jobs);
            }
        };
    }

    /** Runs jobs under the names of the step. */
    private final class PrefixedRunner implements JobRunner {

        private final JobRunner next;

        PrefixedRunner(JobRunner next) {
            this.next = next;
        }

        @Override
        public Outcomes run(
                String call, List<ComputeJob> jobs, int maxPerNode, JobListener listener, Provenance provenance)
                throws Exception {
            return next.run(name(call), jobs, maxPerNode, listener, provenance);
        }

        @Override
        public JobCall open(String call, int maxPerNode, JobListener listener) {
            return next.open(name(call), maxPerNode, listener);
        }
    }
}
