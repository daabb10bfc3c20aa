package pipeline.cli.compare;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import pipeline.failure.FailureGroup;
import pipeline.job.lifecycle.JobStatus;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A comparison of two runs as JSON for programs; times are seconds. */
final class ComparisonJson {

    /** Grows when something is taken away or means something else; what is new does not count. */
    private static final int SCHEMA_VERSION = 1;

    private ComparisonJson() {}

    static ObjectNode of(String before, String after, RunComparison comparison, double times) {
        ObjectNode json = object();
        json.put("schema_version", SCHEMA_VERSION);
        json.set("before", counts(comparison.before()).put("job_name", before));
        json.set("after", counts(comparison.after()).put("job_name", after));
        json.set("failed_newly", array(comparison.newlyFailed().largestFirst(), ComparisonJson::group));
        json.set("mended", array(comparison.mended(), ComparisonJson::job));
        json.set("only_before", array(comparison.onlyBefore(), ComparisonJson::job));
        json.set("only_after", array(comparison.onlyAfter(), ComparisonJson::job));
        json.set("slower", array(comparison.slower(times), ComparisonJson::pair));
        json.set("faster", array(comparison.faster(times), ComparisonJson::pair));
        json.set("hosts", array(comparison.hosts(), ComparisonJson::host));
        return json;
    }

    static ObjectNode counts(Map<JobResult.MatchKey, JobResult> jobs) {
        return object().put("jobs", jobs.size())
                .put("done", count(jobs, JobStatus.SUCCESS))
                .put("failed", count(jobs, JobStatus.ERROR));
    }

    private static long count(Map<JobResult.MatchKey, JobResult> jobs, JobStatus status) {
        return jobs.values().stream().filter(job -> job.status() == status).count();
    }

    static ObjectNode pair(RunComparison.Pair pair) {
        ObjectNode json = job(pair.after());
        json.put("before", pair.before().successSeconds());
        json.put("after", pair.after().successSeconds());
        json.put("times", pair.times());
        return json;
    }

    static ObjectNode host(RunComparison.HostMedians host) {
        return object().put("host", host.host())
                .put("before", host.before())
                .put("after", host.after())
                .put("times", host.times());
    }

    private static ObjectNode job(JobResult job) {
        return object().put("job_id", job.id())
                .put("host", job.host())
                .put("program", job.identity().program())
                .put("label", job.identity().label());
    }

    private static ObjectNode group(FailureGroup group) {
        ObjectNode json = object().put("jobs", group.jobs())
                .put("cause", group.cause())
                .put("example_job_id", group.example().id());
        json.set("hosts", Json.tree(group.hosts()));
        return json;
    }

    private static <T> ArrayNode array(List<T> values, Function<T, ? extends JsonNode> form) {
        return (ArrayNode) Json.tree(values.stream().map(form).toList());
    }

    private static ObjectNode object() {
        return (ObjectNode) Json.tree(Map.of());
    }
}
