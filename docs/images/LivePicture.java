import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import pipeline.testing.Chromium;

/**
 * Takes a screenshot of a page that follows a run, in the middle of it: {@code LivePicture URL ENDED FILE}. A page that listens to its
 * server never has all that it waits for, so Chromium is given a time, and does not wait for the page to come to rest.
 */
public final class LivePicture {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 1500;
    private static final String UNTIL_SO_MANY_HAVE_ENDED = """
            new Promise(seen => {
              const look = () => {
                const number = word => Array.from(document.querySelectorAll('#counts > div'), node => node.innerText.split('\\n'))
                    .filter(([name]) => name === word).reduce((sum, [, count]) => sum + Number(count), 0);
                if (number('Done') + number('Failed') >= %d) { requestAnimationFrame(() => requestAnimationFrame(() => seen(0))); }
                else { setTimeout(look, 200); }
              };
              look();
            })""";

    private LivePicture() {}

    public static void main(String[] arguments) throws Exception {
        try (Chromium browser = Chromium.start()) {
            browser.open(arguments[0], "light");
            browser.call(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", WIDTH, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
            browser.call("Emulation.setScrollbarsHidden", Map.of("hidden", true));
            browser.evaluate(UNTIL_SO_MANY_HAVE_ENDED.formatted(Integer.parseInt(arguments[1])));
            Files.write(Path.of(arguments[2]), browser.screenshot());
        }
    }
}
