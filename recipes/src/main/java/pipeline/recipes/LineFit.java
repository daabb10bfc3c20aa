package pipeline.recipes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pipeline.job.ComputeJob;
import pipeline.job.Gang;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.nodes.LineFitControlNode;
import pipeline.nodes.LineFitNode;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;

/** Fits one straight line to the points of all files of a map, which stay where they lie: a gang of a program on each host. */
@Description(
        value = "Fits one straight line to the points of all files of a map, which stay where they lie.",
        arguments = "MAPFILE",
        details = {
            "Each line of a file is a point, two numbers x and y. A program on each host and a control program, on the first"
                    + " host of the map or on --control, run at the same time as a gang and exchange sums; points far off"
                    + " weigh less.",
        },
        example = "--mini-cluster points.mapfile")
public final class LineFit extends Recipe {

    private static final double TOLERANCE = 1e-9;

    private final Input<Optional<String>> control =
            input("control", "the host of the control program").text().optional("the first of the map");
    private final Input<Integer> rounds =
            input("rounds", "try at most so many lines").integer(2, 1_000_000).byDefault(100);
    private final Input<Double> tolerance = input("tolerance", "the line is found when it changes by less")
            .decimal()
            .byDefault(TOLERANCE);

    private final Output<Double> intercept =
            output("intercept", "y where x is 0").decimal().optional();
    private final Output<Double> slope =
            output("slope", "how y grows with x").decimal().optional();
    private final Output<Long> points =
            output("points", "how many there are").integer().optional();
    private final Output<Long> tried =
            output("rounds", "how many lines were tried").integer().optional();

    @Override
    protected int run() throws Exception {
        noArgumentsAfter(1);
        Map<String, List<String>> files = files(mapfile(0));
        String first = control.get().orElse(files.keySet().iterator().next());
        List<ComputeJob> members = new ArrayList<>();
        files.forEach((host, here) -> members.add(nodeJob(host, LineFitNode.class, new LineFitNode.Work(here))));
        LineFitControlNode.Limits limits = new LineFitControlNode.Limits(rounds.get(), tolerance.get());
        Gang gang = Gang.of("fit", nodeJob(first, LineFitControlNode.class, limits), members);
        // beside the control program, which waits most of the time, one of the others has a place
        Outcomes outcomes = scheduleJobs(gang.jobs(), Math.max(2, maxPerNode()));
        Outcome ofControl = outcomes.get(0);
        ofControl.result(LineFitControlNode.Fit.class).ifPresent(fit -> {
            intercept.set(fit.intercept());
            slope.set(fit.slope());
            points.set(fit.points());
            tried.set(fit.rounds());
        });
        return error.isSet() ? 1 : 0;
    }

    private static Map<String, List<String>> files(DataMap map) {
        Map<String, List<String>> files = new LinkedHashMap<>();
        for (MapEntry entry : map.active()) {
            files.computeIfAbsent(entry.host(), host -> new ArrayList<>()).addAll(entry.activeFiles());
        }
        return files;
    }
}
