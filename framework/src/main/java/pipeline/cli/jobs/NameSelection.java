package pipeline.cli.jobs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.table.TableContext;
import pipeline.store.JobQueries;
import pipeline.store.Progress;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryField;

/** The options by which jobs, and masters and workers, are chosen by names. */
final class NameSelection {

    @Option(
            names = {"-j", "--job-name"},
            paramLabel = "JOB",
            order = 1,
            description = "Those of this job name. May be given several times.")
    List<String> jobNames = new ArrayList<>();

    @Option(
            names = "--recipe",
            paramLabel = "RECIPE",
            order = 2,
            description = "Those of this recipe. May be given several times.")
    List<String> recipes = new ArrayList<>();

    @Option(
            names = "--host",
            paramLabel = "HOSTS",
            order = 4,
            description = "Those on these hosts: a host set such as lce[001-010], or @group.")
    @Nullable
    String hosts;

    /** Returns whether any was typed. */
    boolean isSaid() {
        return hosts != null || Stream.of(jobNames, recipes).anyMatch(list -> !list.isEmpty());
    }

    /**
     * Returns a condition for each option that was typed.
     *
     * @throws pipeline.cli.common.UserErrorException if the hosts are no host set
     */
    List<QueryCondition> conditions(TableContext context, QueryField jobName, QueryField recipe, QueryField host) {
        List<QueryCondition> parts = new ArrayList<>();
        if (!jobNames.isEmpty()) {
            parts.add(QueryCondition.in(jobName, jobNames));
        }
        if (!recipes.isEmpty()) {
            parts.add(QueryCondition.in(recipe, recipes));
        }
        if (hosts != null) {
            parts.add(QueryCondition.in(host, context.hostSet("--host", hosts)));
        }
        return parts;
    }

    /** Returns what to say when no job fits: the names that no job has, with one that is near; empty if that is not why. */
    String unknownNames(JobQueries table) {
        if (jobNames.isEmpty()) {
            return "";
        }
        Set<String> known = table.progress(QueryCondition.always()).stream()
                .map(Progress::jobName)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return jobNames.stream()
                .filter(name -> !known.contains(name))
                .map(name -> "; no job has the name %s%s".formatted(name, DidYouMean.didYouMean(name, known)))
                .collect(Collectors.joining());
    }
}
