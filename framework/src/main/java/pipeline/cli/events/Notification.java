package pipeline.cli.events;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.text.Json;
import pipeline.text.VisibleText;

/**
 * What people are notified of.
 *
 * @param event one of end, failure, host and quiet
 * @param message one line for people
 * @param hosts that it is about; none if it is about none in particular
 * @param exitCode of the run; null unless it has ended
 */
record Notification(
        Instant time,
        String event,
        RunFacts run,
        JobTally jobs,
        String message,
        List<String> hosts,
        @Nullable Integer exitCode) {

    private static final int SCHEMA_VERSION = 1;

    Notification {
        hosts = List.copyOf(hosts);
    }

    /** Returns it as one line of JSON. */
    String json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("schema_version", SCHEMA_VERSION);
        json.put("time", time.toString());
        json.put("event", event);
        json.put("message", message);
        json.put("job_name", run.jobName());
        json.put("recipe", run.recipe());
        json.put("machine", run.machine());
        json.put("pid", run.pid());
        json.put("exit_code", exitCode);
        json.put("hosts", hosts);
        json.put("jobs", jobs.json());
        json.put("log", run.log());
        json.put("look", "pipeline status -j " + run.jobName());
        return VisibleText.json(Json.tree(json)) + "\n";
    }
}
