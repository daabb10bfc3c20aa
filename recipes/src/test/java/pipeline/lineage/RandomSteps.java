package pipeline.lineage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.recipe.Recipe;

/** Computes what a {@link StepsModel} says, by jobs whose files are made from those of the step before. */
final class RandomSteps extends Recipe {

    private final StepsModel model;
    private final Path work;
    private final AtomicInteger started = new AtomicInteger();
    private long total = -1;

    RandomSteps(StepsModel model, Path work) {
        this.model = model;
        this.work = work;
    }

    int started() {
        return started.get();
    }

    /** Returns the sum of the last step's numbers; -1 if the recipe did not come to it. */
    long total() {
        return total;
    }

    @Override
    protected int run() throws Exception {
        List<Outcome> before = List.of();
        for (int step = 0; step < model.steps(); step++) {
            List<ComputeJob> jobs = new ArrayList<>();
            for (int job = 0; job < model.width(step); job++) {
                jobs.add(job(step, job, before));
            }
            Outcomes outcomes = call("step" + step, jobs);
            if (outcomes.successCount() < outcomes.size()) {
                return 1;
            }
            before = outcomes;
        }
        List<ComputeJob> fetches = new ArrayList<>();
        for (int job = 0; job < model.width(model.steps() - 1); job++) {
            fetches.add(ComputeJob.command(
                            host(job), "cat", file(model.steps() - 1, job).toString())
                    .captureOutput());
        }
        long sum = 0;
        for (Outcome outcome : call("fetch", fetches)) {
            if (!outcome.isSuccess()) {
                return 1;
            }
            sum += Long.parseLong(outcome.result().orElseThrow().stringValue().strip());
        }
        total = sum;
        return 0;
    }

    private ComputeJob job(int step, int job, List<Outcome> before) {
        String out = file(step, job).toString();
        List<String> arguments = new ArrayList<>(List.of(out, String.valueOf(model.factor(step))));
        if (step == 0) {
            arguments.add(String.valueOf(job));
        }
        List<Outcome> from = new ArrayList<>();
        for (int input : model.inputs(step, job)) {
            arguments.add(file(step - 1, input).toString());
            from.add(before.get(input));
        }
        ComputeJob made = ComputeJob.script(host(job), work.resolve("calc.sh"), arguments.toArray(String[]::new));
        if (model.addend(step) > 0) {
            made = made.environment("ADD", String.valueOf(model.addend(step)));
        }
        if (model.declares(step)) {
            made = made.outputs(out);
        }
        return model.isNarrow(step) ? made.after(from) : made;
    }

    private Outcomes call(String name, List<ComputeJob> jobs) throws InterruptedException {
        return scheduleJobs(name, jobs, maxPerNode(), new JobListener() {
            @Override
            public void started(ComputeJob job, long number) {
                started.incrementAndGet();
            }
        });
    }

    Path file(int step, int job) {
        return work.resolve("out." + step + "." + job);
    }

    private static String host(int job) {
        return "n" + job % 2;
    }
}
