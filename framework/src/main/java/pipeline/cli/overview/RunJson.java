package pipeline.cli.overview;

import java.util.Map;
import java.util.Set;
import pipeline.failure.FailureGroup;
import pipeline.failure.FailureGroups;
import pipeline.store.MemberRow;
import pipeline.text.DurationText;
import pipeline.text.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One run as JSON for programs. */
public final class RunJson {

    /** Grows when something is taken away or means something else; what is new does not count. */
    private static final int SCHEMA_VERSION = 1;

    private RunJson() {}

    public static ObjectNode of(RunOverview run, RunDetails details) {
        ObjectNode json = object();
        json.put("schema_version", SCHEMA_VERSION);
        json.put("job_name", run.jobName());
        json.set("recipes", Json.tree(run.recipes()));
        json.put("state", run.state().word());
        json.put("time", run.now().toString());
        MemberRow member = run.member();
        if (member != null) {
            json.put("started", member.started().toString());
            json.put("command", member.member().command());
            json.put("machine", member.member().process().machine());
            json.put("pid", member.member().process().pid());
        }
        json.put("percent", run.counts().percent());
        json.set("jobs", counts(run.counts()));
        json.put("jobs_per_second", run.rate());
        details.remaining(run).ifPresent(left -> json.put("seconds_left", left.toSeconds()));
        ArrayNode hosts = json.putArray("hosts");
        details.hosts().forEach(host -> hosts.add(host(host)));
        ArrayNode running = json.putArray("running");
        details.running()
                .forEach(job -> running.addObject()
                        .put("job_id", job.row().id())
                        .put("host", job.row().job().host())
                        .put("program", job.row().job().program())
                        .put("label", job.label())
                        .put("seconds", job.age(run.now()).toSeconds()));
        json.set("failures", groups(details.failures()));
        json.set("parked", groups(details.parked()));
        json.set("left_out", groups(details.leftOut()));
        json.set("left", groups(details.left()));
        return json;
    }

    /** Returns a run as one line of a list. */
    public static ObjectNode line(RunOverview run) {
        JobCounts counts = run.counts();
        ObjectNode record = object();
        record.put("job_name", run.jobName());
        record.put("recipe", String.join(",", run.recipes()));
        record.put("state", run.state().word());
        record.put("percent", counts.percent());
        record.put("done", counts.done());
        record.put("failed", counts.failed());
        record.put("parked", counts.parked());
        record.put("running", counts.running());
        record.put("waiting", counts.waiting());
        record.put("total", counts.total());
        record.put("jobs_per_second", run.rate());
        record.put("left", run.remaining().map(DurationText::of).orElse(""));
        record.put("since", run.elapsed().map(DurationText::of).orElse(""));
        return record;
    }

    public static ObjectNode host(HostOverview host) {
        ObjectNode json = object();
        json.put("host", host.host());
        json.put("state", host.state());
        json.setAll(counts(host.counts()));
        json.put("median", host.median());
        json.put("slowest", host.slowest());
        json.put("last_error", host.lastError());
        json.put("note", host.note());
        return json;
    }

    private static ObjectNode counts(JobCounts counts) {
        return object().put("running", counts.running())
                .put("waiting", counts.waiting())
                .put("parked", counts.parked())
                .put("done", counts.done())
                .put("failed", counts.failed())
                .put("ignored", counts.ignored());
    }

    private static ArrayNode groups(FailureGroups groups) {
        ArrayNode array = (ArrayNode) Json.tree(Set.of());
        for (FailureGroup group : groups.largestFirst()) {
            ObjectNode json = array.addObject()
                    .put("jobs", group.jobs())
                    .put("cause", group.cause())
                    .put("example_job_id", group.example().id())
                    .put("example_message", group.example().message());
            json.set("hosts", Json.tree(group.hosts()));
        }
        return array;
    }

    private static ObjectNode object() {
        return (ObjectNode) Json.tree(Map.of());
    }
}
