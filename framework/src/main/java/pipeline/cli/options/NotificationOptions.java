package pipeline.cli.options;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import pipeline.cli.events.NotificationHook;
import pipeline.recipe.UsageException;
import pipeline.text.ShellQuoting;

/** The option that says who is notified of a run. */
public final class NotificationOptions {

    @Option(
            names = "--notify",
            paramLabel = "HOOK",
            order = 18,
            description =
                    "Notify 'cmd:COMMAND' on standard input, or 'webhook:URL' by POST, of the end, the first failure, hosts that"
                            + " are set aside, and of 30 min in which no job ended, as JSON. More than once for several."
                            + " Besides hooks of [notify].")
    List<String> hooks = new ArrayList<>();

    /**
     * Returns who was named.
     *
     * @throws UsageException if something else was typed
     */
    public List<NotificationHook> hooks() {
        return hooks.stream()
                .map(text -> NotificationHook.parse(text)
                        .orElseThrow(() -> new UsageException("--notify must be %s, but was %s"
                                .formatted(NotificationHook.EXPECTED, ShellQuoting.quote(text)))))
                .toList();
    }
}
