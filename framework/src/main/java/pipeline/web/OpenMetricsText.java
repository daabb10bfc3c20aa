package pipeline.web;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * The numbers of all runs for programs that watch.
 *
 * @see <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics 1.0</a>
 */
final class OpenMetricsText {

    static final String TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final List<String> STATES = List.of("done", "failed", "parked", "running", "waiting", "ignored");

    private OpenMetricsText() {}

    /** Returns the text for runs as {@link RunSource#runs} has them. */
    static String of(JsonNode runs) {
        StringBuilder text = new StringBuilder();
        begin(text, "pipeline_jobs", "Jobs of a run by where they stand.");
        for (JsonNode run : runs) {
            for (String state : STATES) {
                sample(
                        text,
                        "pipeline_jobs",
                        run,
                        ",state=\"" + state + "\"",
                        run.path(state).doubleValue(0));
            }
        }
        begin(text, "pipeline_run_live", "1 if a master works on the run, else 0.");
        for (JsonNode run : runs) {
            sample(
                    text,
                    "pipeline_run_live",
                    run,
                    "",
                    run.path("state").stringValue("").equals("live") ? 1 : 0);
        }
        begin(text, "pipeline_jobs_per_second", "Jobs that ended in a second, on average since the last start.");
        for (JsonNode run : runs) {
            sample(
                    text,
                    "pipeline_jobs_per_second",
                    run,
                    "",
                    run.path("jobs_per_second").doubleValue(0));
        }
        return text.append("# EOF\n").toString();
    }

    private static void begin(StringBuilder text, String name, String help) {
        text.append("# TYPE %s gauge\n# HELP %s %s\n".formatted(name, name, help));
    }

    private static void sample(StringBuilder text, String name, JsonNode run, String more, double value) {
        text.append(name)
                .append("{job_name=\"")
                .append(escaped(run.path("job_name").stringValue("")))
                .append('"')
                .append(more)
                .append("} ")
                .append(
                        value == Math.rint(value)
                                ? String.valueOf((long) value)
                                : String.format(Locale.ROOT, "%.6f", value))
                .append('\n');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
