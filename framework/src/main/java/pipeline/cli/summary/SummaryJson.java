package pipeline.cli.summary;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pipeline.hostset.HostSet;
import pipeline.job.Attempt;
import pipeline.job.Failure;
import pipeline.job.JobLabel;
import pipeline.text.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The end of a run for programs. */
final class SummaryJson {

    /** Grows when a field goes or means something else; new fields do not count. */
    private static final int SCHEMA_VERSION = 1;

    private SummaryJson() {}

    /** Returns what stands there while the run goes on, and for ever if the process is killed. */
    static ObjectNode running(RunHead head) {
        return head(head, "running");
    }

    static ObjectNode of(EndedRun run) {
        RunEnding ending = run.ending();
        TallyView tally = run.tally();
        ObjectNode json = head(run.head(), "ended");
        json.put("ended", ending.ended().toString());
        json.put("seconds", tally.elapsed().toMillis() / 1000.0);
        json.put("exit_code", ending.exitCode());
        json.put("how", ending.how());
        json.set("jobs", jobs(tally.counts()));
        json.put("jobs_per_second", tally.rate());
        ArrayNode causes = json.putArray("causes");
        for (CauseSections.CauseSection section : CauseSections.of(tally.unsuccessful())) {
            section.causes().forEach(cause -> causes.add(cause(section.end(), cause)));
        }
        ArrayNode stragglers = json.putArray("stragglers");
        tally.stragglers()
                .forEach(slow -> stragglers
                        .addObject()
                        .put("job_id", slow.number())
                        .put("described", slow.described())
                        .put("seconds", slow.seconds())
                        .put("times_median", slow.timesMedian()));
        json.set("remarks", Json.tree(ending.notes().remarks()));
        json.set("map_changes", Json.tree(ending.notes().mapChanges()));
        json.set("again", Json.tree(ending.notes().again()));
        json.set("results", ending.results().json());
        return json;
    }

    private static ObjectNode head(RunHead head, String state) {
        ObjectNode json = (ObjectNode) Json.tree(Map.of());
        json.put("schema_version", SCHEMA_VERSION);
        json.put("state", state);
        json.put("recipe", head.recipe());
        json.put("job_name", head.jobName());
        json.put("command", head.command());
        json.put("log", head.logFile().map(Object::toString).orElse(null));
        json.put("started", head.started().toString());
        return json;
    }

    private static ObjectNode jobs(RunCounts counts) {
        return ((ObjectNode) Json.tree(Map.of()))
                .put("scheduled", counts.scheduled())
                .put("done", counts.done())
                .put("kept", counts.kept())
                .put("failed", counts.of(JobEnd.FAILED))
                .put("interrupted", counts.of(JobEnd.INTERRUPTED))
                .put("parked", counts.of(JobEnd.PARKED))
                .put("skipped", counts.of(JobEnd.SKIPPED))
                .put("ignored", counts.of(JobEnd.IGNORED))
                .put("not_started", counts.of(JobEnd.NOT_STARTED) + counts.waiting())
                .put("running", counts.running());
    }

    private static ObjectNode cause(JobEnd end, CauseSections.Cause cause) {
        Set<String> hosts = cause.group().hosts();
        ObjectNode json = (ObjectNode) Json.tree(Map.of());
        json.put("end", end.name().toLowerCase(Locale.ROOT));
        json.put("jobs", cause.group().jobs());
        json.put("hosts", HostSet.folded(hosts));
        json.put("host_count", hosts.size());
        json.put("cause", cause.group().cause());
        json.put(
                "kind",
                cause.example()
                        .failure()
                        .map(Failure::kind)
                        .map(kind -> kind.word())
                        .orElse(null));
        json.put("exit_code", cause.example().failure().map(Failure::exitCode).orElse(null));
        ObjectNode example = json.putObject("example");
        example.put("job_id", cause.number() > 0 ? cause.number() : null);
        example.put("label", JobLabel.of(cause.example().job()));
        example.put("host", cause.example().job().host());
        example.put("message", cause.example().message());
        example.put(
                "stdout", file(cause.example().attempt().map(Attempt::stdout).orElse(null)));
        example.put("stderr", file(cause.stderr()));
        List<String> lines = cause.stderr() == null
                ? List.of()
                : OutputExcerpt.of(cause.stderr()).lines();
        example.set("stderr_lines", Json.tree(lines));
        return json;
    }

    private static @Nullable String file(@Nullable Path path) {
        return path == null ? null : path.toString();
    }
}
