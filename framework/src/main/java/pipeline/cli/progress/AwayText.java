package pipeline.cli.progress;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import pipeline.dispatch.AwayHost;
import pipeline.hostset.HostSet;
import pipeline.hostset.MessageNormalizer;
import pipeline.text.DisplayWidth;
import pipeline.text.Plural;
import pipeline.text.VisibleText;

/** Says which hosts get no jobs for now, since when and why: those of one cause in a line. */
final class AwayText {

    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter EARLIER = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);
    private static final int NARROWEST_REASON = 8;
    private static final Duration DAY = Duration.ofHours(20);

    private record Cause(boolean isDrained, String message) {}

    private AwayText() {}

    /**
     * Returns the hosts in groups of one cause, those first for which most jobs wait.
     */
    static List<List<AwayHost>> groups(List<AwayHost> away) {
        Map<Cause, List<AwayHost>> alike = new LinkedHashMap<>();
        away.forEach(host -> alike.computeIfAbsent(
                        new Cause(host.isDrained(), MessageNormalizer.of(host.host(), host.reason())),
                        cause -> new ArrayList<>())
                .add(host));
        return alike.values().stream()
                .sorted((one, other) -> Integer.compare(parked(other), parked(one)))
                .toList();
    }

    private static int parked(List<AwayHost> hosts) {
        return hosts.stream().mapToInt(AwayHost::parked).sum();
    }

    /**
     * Returns a line for hosts of one cause, of which the middle goes if it is too long.
     *
     * @param clock that of the screen, with its zone
     */
    static String line(List<AwayHost> hosts, Clock clock, int width) {
        AwayHost first = hosts.get(0);
        String names = HostSet.folded(hosts.stream().map(AwayHost::host).toList());
        Duration longest =
                hosts.stream().map(AwayHost::age).max(Duration::compareTo).orElse(Duration.ZERO);
        Instant since = clock.instant().minus(longest);
        DateTimeFormatter form = longest.compareTo(DAY) < 0 ? TODAY : EARLIER;
        String head = VisibleText.line("%s%s %s since %s%s: "
                .formatted(
                        names,
                        hosts.size() == 1 ? "" : " (%s)".formatted(Plural.of(hosts.size(), "host")),
                        first.isDrained() ? "drained" : "set aside",
                        form.format(since.atZone(clock.getZone())),
                        parked(hosts) == 0 ? "" : ", " + Plural.of(parked(hosts), "job") + " parked"));
        String why = VisibleText.line(why(first));
        int room = Math.max(NARROWEST_REASON, width - DisplayWidth.of(head));
        return DisplayWidth.cut(head + DisplayWidth.shortened(why, room), width);
    }

    /** What stands before it already is left out. */
    private static String why(AwayHost host) {
        String known = host.isDrained() ? "drained " : host.host() + ": ";
        return host.reason().startsWith(known) ? host.reason().substring(known.length()) : host.reason();
    }
}
