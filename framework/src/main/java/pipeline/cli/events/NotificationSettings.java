package pipeline.cli.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import pipeline.config.Section;
import pipeline.text.ShellQuoting;

/**
 * Who is notified of a run, and when: the section {@code [notify]}.
 *
 * @param quietAfter when no job has ended for so long, a notification is sent
 * @param timeLimit how long a hook may take
 */
public record NotificationSettings(List<NotificationHook> hooks, Duration quietAfter, Duration timeLimit) {

    private static final Duration QUIET_AFTER = Duration.ofMinutes(30);
    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    public NotificationSettings {
        hooks = List.copyOf(hooks);
    }

    /** Reads the section; what is wrong in it is reported to the configuration. */
    public static NotificationSettings from(Section section) {
        List<NotificationHook> hooks = new ArrayList<>();
        section.text("hooks", "")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(line -> NotificationHook.parse(line)
                        .ifPresentOrElse(
                                hooks::add,
                                () -> section.problem(
                                        "hooks",
                                        "expected %s in each line, but was %s"
                                                .formatted(NotificationHook.EXPECTED, ShellQuoting.quote(line)))));
        return new NotificationSettings(
                hooks, section.duration("quiet_after", QUIET_AFTER), section.duration("time_limit", TIME_LIMIT));
    }

    /** Returns the same settings with hooks that were typed besides. */
    public NotificationSettings with(List<NotificationHook> typed) {
        return new NotificationSettings(
                Stream.concat(hooks.stream(), typed.stream()).distinct().toList(), quietAfter, timeLimit);
    }
}
