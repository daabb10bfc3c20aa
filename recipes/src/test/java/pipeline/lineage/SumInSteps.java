package pipeline.lineage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.mapfile.MapEntry;
import pipeline.recipe.Recipe;

/**
 * Takes the sizes of the files of a map, sums those of each host that are above a threshold into a file there, and fetches the
 * sums.
 */
final class SumInSteps extends Recipe {

    private final Path work;
    private final Map<String, Integer> started = new ConcurrentSkipListMap<>();
    private int threshold;
    private boolean declares = true;
    private Map<String, String> environment = Map.of();
    private long total;

    /**
     * Makes one.
     *
     * @param work holds the script and what the jobs write
     */
    SumInSteps(Path work) {
        this.work = work;
    }

    SumInSteps threshold(int bytes) {
        threshold = bytes;
        return this;
    }

    /** Says nothing of what the jobs write. */
    SumInSteps withoutDeclaredOutputs() {
        declares = false;
        return this;
    }

    SumInSteps environment(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    /** Returns how many jobs of each step were started. */
    Map<String, Integer> started() {
        return started;
    }

    long total() {
        return total;
    }

    static Path script(Path work) {
        return work.resolve("sum.sh");
    }

    /** Writes the script whose sums are multiplied by a factor. */
    static void writeScript(Path work, int factor, String comment) throws Exception {
        Files.writeString(script(work), """
                #!/bin/sh
                # %s
                out=$3 least=$4
                shift 4
                sum=0
                for size; do [ "$size" -lt "$least" ] || sum=$((sum + size)); done
                echo $((sum * %d + ${ADD:-0})) >"$out"
                """.formatted(comment, factor));
    }

    @Override
    protected int run() throws Exception {
        List<MapEntry> entries = mapfile(0).active();
        List<ComputeJob> stats = new ArrayList<>();
        for (MapEntry entry : entries) {
            stats.add(ComputeJob.command(entry.host(), "sh", "-c", "wc -c <\"$1\"", "sh", entry.file())
                    .captureOutput());
        }
        Outcomes sizes = step("stat", stats);

        Map<String, List<String>> byHost = new TreeMap<>();
        for (int i = 0; i < entries.size(); i++) {
            byHost.computeIfAbsent(entries.get(i).host(), host -> new ArrayList<>());
            if (sizes.get(i).isSuccess()) {
                byHost.getOrDefault(entries.get(i).host(), List.of()).add(number(sizes.get(i)));
            }
        }
        List<ComputeJob> groups = new ArrayList<>();
        List<ComputeJob> fetches = new ArrayList<>();
        for (String host : byHost.keySet()) {
            String file = work.resolve("sum-" + host).toString();
            List<String> arguments = new ArrayList<>(List.of(file, String.valueOf(threshold)));
            arguments.addAll(byHost.getOrDefault(host, List.of()));
            ComputeJob group = ComputeJob.script(host, script(work), arguments.toArray(String[]::new))
                    .key(Map.of("host", host, "threshold", threshold));
            for (Map.Entry<String, String> variable : environment.entrySet()) {
                group = group.environment(variable.getKey(), variable.getValue());
            }
            groups.add(declares ? group.outputs(file) : group);
            fetches.add(ComputeJob.command(host, "cat", file).captureOutput());
        }
        step("group", groups);

        total = 0;
        for (Outcome sum : step("fetch", fetches)) {
            total += Long.parseLong(number(sum));
        }
        return error.isSet() ? 1 : 0;
    }

    private Outcomes step(String name, List<ComputeJob> jobs) throws InterruptedException {
        return scheduleJobs(name, jobs, maxPerNode(), new JobListener() {
            @Override
            public void started(ComputeJob job, long number) {
                started.merge(name, 1, Integer::sum);
            }
        });
    }

    private static String number(Outcome outcome) {
        return outcome.result()
                .orElseThrow(() -> new IllegalStateException(outcome.toString()))
                .stringValue()
                .strip();
    }
}
