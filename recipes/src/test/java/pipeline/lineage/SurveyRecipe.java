package pipeline.lineage;

/** A recipe of three steps as somebody writes it in a file: something per file, groups per host, a total on the master. */
public final class SurveyRecipe {

    public static final String SOURCE = """
            import java.nio.file.Path;
            import java.util.*;
            import pipeline.job.*;
            import pipeline.mapfile.*;
            import pipeline.recipe.*;

            public class Survey extends Recipe {
                private final Input<Integer> radius = input("radius", "how far").integer().byDefault(5);
                private final Output<Long> total = output("total", "of all hosts").integer();

                @Override
                protected int run() throws Exception {
                    Path stats = jobDirectory().resolve("stat.map");
                    Path sums = jobDirectory().resolve("group.map");
                    StepResult stat = step("stat").input("mapfile", arg(0, "MAPFILE")).input("output-map", stats)
                            .runRecipe(Stat.class);
                    StepResult group = step("group").input("mapfile", stat.map("output-map")).input("output-map", sums)
                            .input("radius", radius.get()).runRecipe(Group.class);
                    total.set(step("reduce").input("mapfile", group.map("output-map")).runRecipe(Reduce.class)
                            .output("total", Long.class));
                    return error.isSet() ? 1 : 0;
                }
            }

            class Stat extends Recipe {
                private final Input<DataMap> map = input("mapfile", "the files").mapfile().required();
                private final Input<Path> outputMap = input("output-map", "their counts").outputFile().required();

                @Override
                protected int run() throws Exception {
                    List<ComputeJob> jobs = map.get().active().stream().map(entry -> ComputeJob.command(entry.host(),
                            "sh", "-c", "test -s $1 && cat $1 > $2", "sh", entry.file(), entry.file() + ".n")).toList();
                    writeMap(outputMap.get(), map.get().mapping(entry -> entry.withFile(entry.file() + ".n")), scheduleJobs(jobs));
                    return 0;
                }
            }

            class Group extends Recipe {
                private final Input<DataMap> map = input("mapfile", "the counts").mapfile().required();
                private final Input<Integer> radius = input("radius", "what to add").integer().required();
                private final Input<Path> outputMap = input("output-map", "the sums").outputFile().required();

                @Override
                protected int run() throws Exception {
                    List<ComputeJob> jobs = new ArrayList<>();
                    List<MapEntry> sums = new ArrayList<>();
                    for (String host : map.get().hosts()) {
                        List<String> words = new ArrayList<>(List.of("sh", "-c",
                                "s=$1; o=$2; shift 2; for f; do s=$((s + $(cat $f))); done; echo $s > $o", "sh", radius.get().toString(), "sum-" + host));
                        map.get().active().stream().filter(entry -> entry.host().equals(host)).forEach(entry -> words.add(entry.file()));
                        jobs.add(ComputeJob.command(host, words));
                        sums.add(MapEntry.of(host, "sum-" + host));
                    }
                    writeMap(outputMap.get(), DataMap.of(sums), scheduleJobs(jobs));
                    return 0;
                }
            }

            class Reduce extends Recipe {
                private final Input<DataMap> map = input("mapfile", "the sums").mapfile().required();
                private final Output<Long> total = output("total", "of all hosts").integer();

                @Override
                protected int run() throws Exception {
                    long sum = 0;
                    for (Outcome outcome : scheduleJobs(map.get().active().stream().map(entry ->
                            ComputeJob.command(entry.host(), "cat", entry.file()).captureOutput()).toList())) {
                        sum += Long.parseLong(outcome.result().orElseThrow().asString().strip());
                    }
                    total.set(sum);
                    return 0;
                }
            }
            """;

    private SurveyRecipe() {}
}
