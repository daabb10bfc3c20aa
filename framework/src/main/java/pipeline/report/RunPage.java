package pipeline.report;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Stream;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

/** A page that has its run from a server and follows it, or shows all runs of a server. Nothing of a run stands in it. */
public final class RunPage {

    /** What draws a run, in a report and in a page that follows it alike. */
    static final List<String> DRAWING = List.of(
            "elements.js", "format.js", "data.js", "charts.js", "timeline.js", "jobs.js", "summary.js", "page.js");

    private static final String FROM_ITS_SERVER = "'self'";

    private final String html;

    private RunPage(PageParts parts) {
        this.html = parts.before() + parts.after();
    }

    /**
     * Returns the page that follows a run.
     *
     * @param isActing whether it offers to do something
     */
    public static RunPage live(boolean isActing) {
        List<String> scripts = Stream.concat(DRAWING.stream(), Stream.of("output.js", "live.js"))
                .toList();
        return new RunPage(PageParts.read("page.html", scripts, FROM_ITS_SERVER, isActing ? "live acting" : "live"));
    }

    /** Returns the page with all runs. */
    public static RunPage listOfRuns() {
        return new RunPage(
                PageParts.read("runs.html", List.of("elements.js", "format.js", "runs.js"), FROM_ITS_SERVER, "live"));
    }

    /** Writes what a page has from its server: {@code {"summary":…,"run":…}}. */
    public static void writeData(Writer out, JsonNode summary, RunColumns run) throws IOException {
        out.write("{\"summary\":" + Json.write(summary) + ",\"run\":");
        new ColumnsJson(run, out).write();
        out.write("}");
    }

    public String html() {
        return html;
    }
}
