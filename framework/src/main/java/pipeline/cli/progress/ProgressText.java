package pipeline.cli.progress;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import pipeline.dispatch.AwayHost;
import pipeline.text.DisplayWidth;
import pipeline.text.DurationText;
import pipeline.text.Plural;
import pipeline.text.VisibleText;

/** Says how far a run is: in lines of a screen, and in one line where there is none. */
final class ProgressText {

    private static final int MOST_RUNNING = 10;
    private static final int WIDEST_BAR = 40;
    private static final int NARROWEST_BAR = 10;
    private static final int NARROWEST_LABEL = 8;
    /** Longer than that without an end of a job is worth a word. */
    private static final Duration QUIET = Duration.ofMinutes(2);

    private ProgressText() {}

    /** Returns one line for each step that goes on, and those of the hosts that get no jobs for now. */
    static List<String> plain(String jobName, ProgressView view, Clock clock) {
        List<String> lines = new ArrayList<>();
        for (ProgressView.StepView step : view.steps()) {
            if (!step.isOver()) {
                List<String> parts = parts(step);
                if (view.sinceLastEnd().compareTo(QUIET) > 0) {
                    parts.add("no job has ended for " + DurationText.of(view.sinceLastEnd()));
                }
                lines.add(after(jobName, step, parts, view.elapsed()));
            }
        }
        AwayText.groups(view.away()).forEach(hosts -> lines.add(AwayText.line(hosts, clock, Integer.MAX_VALUE)));
        return lines;
    }

    /** Returns a line that says that a step has begun. */
    static String begun(String jobName, ProgressView.StepView step) {
        return "%s%s: %s begin".formatted(jobName, named(step), Plural.of(step.total(), "job"));
    }

    /** Returns a line for each step that says how it stands when the run ends. */
    static List<String> ended(String jobName, ProgressView view) {
        return view.steps().stream()
                .map(step -> after(jobName, step, parts(step), view.elapsed()))
                .toList();
    }

    private static String after(String jobName, ProgressView.StepView step, List<String> parts, Duration elapsed) {
        return "%s%s: %s after %s".formatted(jobName, named(step), String.join(", ", parts), DurationText.of(elapsed));
    }

    /**
     * Returns a bar for each step that goes on, and below them the hosts that get no jobs for now, those of one cause in a line, and the
     * hosts on which jobs run, those first whose job runs longest.
     *
     * @param width in columns
     * @param height how many lines at most
     */
    static List<String> screen(String jobName, ProgressView view, Clock clock, int width, int height) {
        List<String> lines = new ArrayList<>();
        view.steps().stream()
                .filter(step -> !step.isOver())
                .limit(Math.max(1, height / 2))
                .forEach(step -> lines.add(bar(jobName, step, view.elapsed(), width)));
        List<List<AwayHost>> away = AwayText.groups(view.away());
        // what runs is to be seen too
        int awayShown = Math.min(away.size(), (height - lines.size() + 1) / 2);
        away.subList(0, awayShown).forEach(hosts -> lines.add("  " + AwayText.line(hosts, clock, width - 2)));
        int awayLeft = away.subList(awayShown, away.size()).stream()
                .mapToInt(List::size)
                .sum();
        List<ProgressView.Host> busy = view.hosts().stream()
                .filter(host -> host.running() > 0)
                .sorted(Comparator.comparingLong(
                                (ProgressView.Host host) -> host.age().toSeconds())
                        .reversed())
                .toList();
        int room = height - lines.size();
        boolean isAll = awayLeft == 0 && busy.size() <= room;
        int shown = isAll ? busy.size() : Math.max(0, Math.min(busy.size(), room - 1));
        busy.subList(0, shown).forEach(host -> lines.add(host(host, width)));
        if (!isAll && room > 0) {
            lines.add(DisplayWidth.cut(
                    "and " + Plural.of(awayLeft + busy.size() - shown, "host more", "hosts more"), width));
        }
        return lines;
    }

    /** Returns the jobs that run now, those first that run longest. */
    static List<String> running(List<ProgressView.Job> jobs) {
        List<String> lines = new ArrayList<>();
        if (jobs.isEmpty()) {
            lines.add("nothing runs now");
            return lines;
        }
        lines.add("running now, the longest first:");
        jobs.stream()
                .limit(MOST_RUNNING)
                .forEach(job -> lines.add(
                        "  job %d (%s) for %s".formatted(job.number(), job.described(), DurationText.of(job.age()))));
        if (jobs.size() > MOST_RUNNING) {
            lines.add("  and %s".formatted(Plural.of(jobs.size() - MOST_RUNNING, "more job")));
        }
        return lines;
    }

    private static String bar(String jobName, ProgressView.StepView step, Duration elapsed, int width) {
        String head = VisibleText.line(jobName + named(step)) + " ";
        List<String> parts = parts(step);
        parts.add(DurationText.of(elapsed));
        String tail = String.join(", ", parts);
        // what does not fit goes from the end, and the bar takes what is left
        while (parts.size() > 1 && DisplayWidth.of(head) + NARROWEST_BAR + 3 + DisplayWidth.of(tail) > width) {
            parts.remove(parts.size() - 1);
            tail = String.join(", ", parts);
        }
        int room = Math.min(WIDEST_BAR, width - DisplayWidth.of(head) - DisplayWidth.of(tail) - 3);
        if (room < NARROWEST_BAR) {
            return DisplayWidth.cut(head + tail, width);
        }
        int full = step.total() == 0 ? room : (int) ((long) room * step.ended() / step.total());
        return head + "[" + "=".repeat(full) + (full < room ? ">" : "") + " ".repeat(Math.max(0, room - full - 1))
                + "] " + tail;
    }

    /** Returns what is said of a step, the most important first. */
    private static List<String> parts(ProgressView.StepView step) {
        List<String> parts = new ArrayList<>();
        parts.add("%d of %d (%d %%)".formatted(step.ended(), step.total(), step.percent()));
        if (step.failed() > 0) {
            parts.add(step.failed() + " failed");
        }
        step.remaining().ifPresent(left -> parts.add(DurationText.of(left) + " left"));
        parts.add(step.running() + " running");
        if (step.left() > 0) {
            parts.add(step.left() + " parked or left out");
        }
        if (step.skipped() > 0) {
            parts.add(step.skipped() + " skipped");
        }
        if (step.rate() > 0) {
            parts.add(String.format(Locale.ROOT, "%.2f/s", step.rate()));
        }
        return parts;
    }

    /** Calls of scheduleJobs without a name are counted; the first of them needs none. */
    private static String named(ProgressView.StepView step) {
        return step.name().equals("1") ? "" : ", step " + step.name();
    }

    /** It must be seen how long the job runs: of a long name the middle goes, and where that is not enough what is done. */
    private static String host(ProgressView.Host host, int width) {
        String tail = " for " + DurationText.of(host.age());
        String failed = host.failed() == 0 ? "" : ", " + host.failed() + " failed";
        String few = VisibleText.line("  %s: %d running%s, ".formatted(host.name(), host.running(), failed));
        String all = VisibleText.line("  %s: %d running, %d of %d done%s, "
                .formatted(host.name(), host.running(), host.done(), host.total(), failed));
        boolean isNarrow = DisplayWidth.of(all) + NARROWEST_LABEL + DisplayWidth.of(tail) > width;
        String head = isNarrow ? few : all;
        String label = host.longest().isEmpty() ? "the longest" : VisibleText.line(host.longest());
        int room = Math.max(NARROWEST_LABEL, width - DisplayWidth.of(head) - DisplayWidth.of(tail));
        return DisplayWidth.cut(head + DisplayWidth.shortened(label, room) + tail, width);
    }
}
