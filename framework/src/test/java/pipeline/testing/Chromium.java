package pipeline.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

/**
 * A headless Chromium with one page, spoken to in the DevTools protocol through a pipe: one call after the other, on the caller's
 * thread.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">Chrome DevTools Protocol</a>
 */
public final class Chromium implements AutoCloseable {

    /** A browser that hangs is ended by {@code timeout}, which ends the test that waits for it. */
    private static final String LIMIT_SECONDS = "90";

    private static final String UNTIL_DRAWN =
            "new Promise(done => { const look = () => document.readyState === 'complete'"
                    + " && !document.querySelector('[aria-busy]') ? done(true) : setTimeout(look, 5); look(); })";

    private final Path profile;
    private final Process process;
    private final OutputStream out;
    private final InputStream in;
    private final List<JsonNode> events = new ArrayList<>();
    private int calls;
    private String target = "";
    private String session = "";

    private Chromium(Path profile) throws IOException {
        this.profile = profile;
        this.process = new ProcessBuilder(
                        "timeout",
                        LIMIT_SECONDS,
                        "sh",
                        "-c",
                        "exec \"$@\" 3<&0 4>&1 0</dev/null 1>&2",
                        "sh",
                        RequiredProgram.CHROMIUM.path().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--remote-debugging-pipe",
                        "--window-size=1280,900",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        this.out = process.getOutputStream();
        this.in = new BufferedInputStream(process.getInputStream());
    }

    /** Starts it; where there is none the test ends here, skipped or failed. */
    public static Chromium start() throws IOException {
        return new Chromium(Files.createTempDirectory("chromium"));
    }

    /**
     * Opens a page in place of the one before, and waits until nothing in it is busy.
     *
     * @param scheme {@code light} or {@code dark}
     */
    public void open(Path page, String scheme) throws IOException {
        open(page.toUri().toString(), scheme);
    }

    /** Opens what is at an address, in the same way. */
    public void open(String address, String scheme) throws IOException {
        session = "";
        String former = target;
        target = call("Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .stringValue();
        if (!former.isEmpty()) {
            call("Target.closeTarget", Map.of("targetId", former));
        }
        session = call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .stringValue();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        events.clear();
        call("Page.navigate", Map.of("url", address));
        evaluate(UNTIL_DRAWN);
    }

    /** Returns the value of an expression in the page, waiting for it if it is a promise. */
    public JsonNode evaluate(String expression) throws IOException {
        JsonNode answer =
                call("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** Returns the text of the elements that a selector finds, as the page shows it. */
    public List<String> texts(String selector) throws IOException {
        List<String> texts = new ArrayList<>();
        evaluate("Array.from(document.querySelectorAll(" + Json.write(Json.tree(selector))
                        + "), node => node.innerText)")
                .forEach(text -> texts.add(text.stringValue()));
        return texts;
    }

    /**
     * Returns what axe-core finds wrong with the page for those who use it with a keyboard or a screen reader, one line for each
     * fault.
     *
     * @see <a href="https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md">Rules of axe-core</a>
     */
    public List<String> accessibilityFaults() throws IOException {
        try (InputStream script = Chromium.class.getResourceAsStream("/axe.min.js")) {
            evaluate(new String(script.readAllBytes(), UTF_8) + ";0");
        }
        List<String> faults = new ArrayList<>();
        evaluate("axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations.flatMap(one =>"
                        + " one.nodes.map(node => one.id + ': ' + node.html + ': ' + node.failureSummary)))")
                .forEach(fault -> faults.add(fault.stringValue()));
        return faults;
    }

    /** Moves, presses and releases the mouse: a click, or a drag if the places differ. */
    public void drag(int fromX, int fromY, int toX, int toY) throws IOException {
        mouse("mouseMoved", fromX, fromY);
        mouse("mousePressed", fromX, fromY);
        mouse("mouseMoved", toX, toY);
        mouse("mouseReleased", toX, toY);
    }

    private void mouse(String type, int x, int y) throws IOException {
        call("Input.dispatchMouseEvent", Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
    }

    /** Types a text into what has the focus. */
    public void type(String text) throws IOException {
        call("Input.insertText", Map.of("text", text));
    }

    /** Presses a key such as {@code Enter} or {@code +}. */
    public void press(String key) throws IOException {
        for (String type : List.of("keyDown", "keyUp")) {
            call("Input.dispatchKeyEvent", Map.of("type", type, "key", key, "text", key.length() == 1 ? key : ""));
        }
    }

    /** Returns a picture of the page as PNG. */
    public byte[] screenshot() throws IOException {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of()).path("data").stringValue());
    }

    /** Returns what the page asked for since it was opened, itself among it. */
    public List<String> requests() {
        return events("Network.requestWillBeSent")
                .map(event -> event.path("params").path("request").path("url").stringValue())
                .toList();
    }

    /** Returns the errors of the page since it was opened, violations of its security policy among them. */
    public List<String> errors() {
        return Stream.concat(events("Runtime.exceptionThrown"), events("Log.entryAdded"))
                .map(JsonNode::toString)
                .toList();
    }

    /** Returns the dialogs that the page opened, such as those of {@code alert}. */
    public List<String> dialogs() {
        return events("Page.javascriptDialogOpening").map(JsonNode::toString).toList();
    }

    private Stream<JsonNode> events(String method) {
        return events.stream()
                .filter(event -> event.path("method").stringValue("").equals(method));
    }

    /** Calls a method of the protocol and returns its result. */
    public JsonNode call(String method, Map<String, ?> parameters) throws IOException {
        int id = ++calls;
        Map<String, Object> call = session.isEmpty()
                ? Map.of("id", id, "method", method, "params", parameters)
                : Map.of("id", id, "method", method, "params", parameters, "sessionId", session);
        out.write(Json.write(Json.tree(call)).getBytes(UTF_8));
        out.write(0);
        out.flush();
        while (true) {
            JsonNode message = Json.read(message());
            if (message.path("id").intValue(0) == id) {
                if (message.has("error")) {
                    throw new AssertionError(method + ": " + message.get("error"));
                }
                return message.path("result");
            }
            events.add(message);
        }
    }

    private String message() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b != 0; b = in.read()) {
            if (b < 0) {
                throw new IOException("Chromium has ended, or took longer than " + LIMIT_SECONDS + " s");
            }
            bytes.write(b);
        }
        return bytes.toString(UTF_8);
    }

    /** Ends it and all its processes, and removes what it kept. */
    @Override
    public void close() throws IOException {
        List<ProcessHandle> all = process.descendants().toList();
        try {
            session = "";
            call("Browser.close", Map.of());
            process.onExit().join();
        } finally {
            all.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
            all.forEach(one -> one.onExit().join());
            Directories.delete(profile);
        }
    }
}
