package pipeline.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import pipeline.text.Digests;

/** The parts of a page that are the same for every run: its frame, its style and its script, which are files beside this class. */
final class PageParts {

    private static final String DATA = "{{data}}";

    private final String before;
    private final String after;

    private PageParts(String before, String after) {
        this.before = before;
        this.after = after;
    }

    /**
     * Puts a page together.
     *
     * @param frame the file with its HTML
     * @param scripts the files with its script, in their order
     * @param connect with whom the script may speak, as a content security policy says it
     * @param mode a word that the script and the style see as the page's class
     */
    static PageParts read(String frame, List<String> scripts, String connect, String mode) {
        String style = resource("page.css");
        StringBuilder joined = new StringBuilder("\"use strict\";\n");
        scripts.forEach(name -> joined.append(resource(name)));
        String script = joined.toString();
        String page = resource(frame)
                .replace("{{connect}}", connect)
                .replace("{{mode}}", mode)
                .replace("{{style-hash}}", hash(style))
                .replace("{{script-hash}}", hash(script))
                .replace("{{style}}", style)
                .replace("{{script}}", script);
        int data = page.indexOf(DATA);
        return new PageParts(page.substring(0, data), page.substring(data + DATA.length()));
    }

    /** Returns what stands before the data. */
    String before() {
        return before;
    }

    /** Returns what stands behind the data. */
    String after() {
        return after;
    }

    /** Returns a text as a content security policy names it: nothing else may be put in its place, or beside it. */
    private static String hash(String text) {
        return "sha256-"
                + Base64.getEncoder().encodeToString(Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String resource(String name) {
        try (InputStream in = PageParts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the part " + name + " of the page is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
