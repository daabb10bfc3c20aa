package pipeline.cli.summary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import pipeline.text.DurationText;
import pipeline.text.Plural;
import pipeline.text.VisibleText;

/** What a tired user needs to see last: what went wrong, how much is done, and what to type next. */
final class SummaryText {

    private static final int MOST_STRAGGLERS = 3;

    private SummaryText() {}

    /** Returns all of it. */
    static List<String> whole(EndedRun run) {
        return lines(run, CauseSections.Detail.STANDARD_ERROR, CauseSections.MOST_CAUSES, OptionalInt.empty());
    }

    /** Returns as much of it as fits into so many lines: what is left out are examples first, and then causes. */
    static List<String> fitting(EndedRun run, int height, OptionalInt columns) {
        CauseSections.Detail[] details = CauseSections.Detail.values();
        for (int detail = details.length - 1; detail >= 0; detail--) {
            List<String> lines = lines(run, details[detail], CauseSections.MOST_CAUSES, columns);
            if (lines.size() <= height) {
                return lines;
            }
        }
        int causes = CauseSections.MOST_CAUSES;
        List<String> lines;
        do {
            causes--;
            lines = lines(run, CauseSections.Detail.CAUSE, causes, columns);
        } while (lines.size() > height && causes > 1);
        return lines;
    }

    private static List<String> lines(EndedRun run, CauseSections.Detail detail, int mostCauses, OptionalInt columns) {
        List<String> lines = new ArrayList<>(
                CauseSections.lines(CauseSections.of(run.tally().unsuccessful()), detail, mostCauses, columns));
        stragglers(lines, run.tally().stragglers());
        run.ending().notes().mapChanges().forEach(change -> lines.add("map: " + VisibleText.line(change)));
        run.ending().notes().remarks().forEach(remark -> lines.add(VisibleText.line(remark)));
        if (run.tally().counts().scheduled() > 0) {
            lines.add(counts(run));
        }
        return lines;
    }

    private static void stragglers(List<String> lines, List<Straggler> stragglers) {
        stragglers.stream()
                .limit(MOST_STRAGGLERS)
                .forEach(slow -> lines.add(VisibleText.line("slow: job %d (%s) took %s, %s times the median"
                        .formatted(
                                slow.number(),
                                slow.described(),
                                DurationText.ofSeconds(slow.seconds()),
                                String.format(Locale.ROOT, "%.0f", slow.timesMedian())))));
        if (stragglers.size() > MOST_STRAGGLERS) {
            lines.add("slow: %s beyond 3 times the median; pipeline slow shows them"
                    .formatted(Plural.of(stragglers.size() - MOST_STRAGGLERS, "more job")));
        }
    }

    /** Returns one line that says how much became of what. */
    static String counts(EndedRun run) {
        TallyView tally = run.tally();
        RunCounts counts = tally.counts();
        List<String> parts = new ArrayList<>();
        parts.add("%d of %s done%s"
                .formatted(
                        counts.done(),
                        Plural.of(counts.scheduled(), "job"),
                        counts.kept() == 0 ? "" : " (%d kept from before)".formatted(counts.kept())));
        add(parts, counts.of(JobEnd.FAILED), "failed");
        add(parts, counts.of(JobEnd.INTERRUPTED), "interrupted");
        add(parts, counts.of(JobEnd.PARKED), "parked");
        add(parts, counts.of(JobEnd.SKIPPED), "skipped");
        add(parts, counts.of(JobEnd.IGNORED), "left out");
        add(parts, counts.of(JobEnd.NOT_STARTED) + counts.waiting(), "not started");
        add(parts, counts.running(), "left running");
        String rate = tally.rate() > 0 ? ", %s/s".formatted(rate(tally.rate())) : "";
        return VisibleText.line("%s: %s in %s%s"
                .formatted(run.head().jobName(), String.join(", ", parts), elapsed(tally.elapsed()), rate));
    }

    private static String rate(double rate) {
        return String.format(Locale.ROOT, rate < 10 ? "%.2f" : "%.0f", rate);
    }

    private static String elapsed(Duration elapsed) {
        return DurationText.ofSeconds(elapsed.toMillis() / 1000.0);
    }

    private static void add(List<String> parts, int count, String words) {
        if (count > 0) {
            parts.add(count + " " + words);
        }
    }
}
