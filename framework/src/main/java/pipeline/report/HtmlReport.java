package pipeline.report;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;

/**
 * One run as a page of HTML that needs nothing else. What the run says stands in it compressed and in base64, so no name and no
 * message can be taken for HTML; the page's own script unpacks it and shows it as text.
 */
public final class HtmlReport {

    private static final String NOBODY = "'none'";

    private HtmlReport() {}

    /**
     * Writes the page; the stream stays open.
     *
     * @param summary what the page says about the run as a whole
     */
    public static void write(OutputStream out, JsonNode summary, RunColumns run) throws IOException {
        List<String> scripts =
                Stream.concat(RunPage.DRAWING.stream(), Stream.of("report.js")).toList();
        PageParts parts = PageParts.read("page.html", scripts, NOBODY, "report");
        out.write(parts.before().getBytes(StandardCharsets.UTF_8));
        try (Writer data = new OutputStreamWriter(
                new GZIPOutputStream(Base64.getEncoder().wrap(new StaysOpen(out)), 1 << 16), StandardCharsets.UTF_8)) {
            RunPage.writeData(data, summary, run);
        }
        out.write(parts.after().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Lets the encoder end the data without the end of the page. */
    private static final class StaysOpen extends FilterOutputStream {
        StaysOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
