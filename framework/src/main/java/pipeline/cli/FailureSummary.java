package pipeline.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pipeline.hostset.HostSet;
import pipeline.hostset.MessageNormalizer;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;
import pipeline.text.ShellQuoting;
import pipeline.text.VisibleText;

/** What a tired user needs to see last: what went wrong, and on which hosts. */
final class FailureSummary {

    private static final int MOST_GROUPS = 20;

    private FailureSummary() {}

    /** Returns a block for each state, a line for each message with its hosts folded; empty if all went well. */
    static String of(List<Outcome> unsuccessful) {
        StringBuilder text = new StringBuilder();
        for (Outcome.State state : Outcome.State.values()) {
            List<Outcome> outcomes =
                    unsuccessful.stream().filter(o -> o.state() == state).toList();
            if (!outcomes.isEmpty()) {
                append(text, state, outcomes);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Outcome.State state, List<Outcome> outcomes) {
        text.append("%s %s:\n".formatted(jobs(outcomes.size()), words(state)));
        Map<String, List<Outcome>> groups = new LinkedHashMap<>();
        outcomes.forEach(outcome -> groups.computeIfAbsent(likeness(outcome), message -> new ArrayList<>())
                .add(outcome));
        groups.entrySet().stream()
                .sorted((a, b) ->
                        Integer.compare(b.getValue().size(), a.getValue().size()))
                .limit(MOST_GROUPS)
                .forEach(group -> text.append(line(group.getValue())));
        if (groups.size() > MOST_GROUPS) {
            text.append("  and %d more messages; the log has them all\n".formatted(groups.size() - MOST_GROUPS));
        }
    }

    /**
     * Returns the message without the host that it may begin with and the output that it names, so that equal causes on several
     * hosts, or with several files, are one line.
     */
    private static String cause(Outcome outcome) {
        String host = outcome.job().host() + ": ";
        String message = outcome.message();
        String output = output(outcome);
        return message.startsWith(host)
                ? message.substring(host.length())
                : output.isEmpty() ? message : message.replace(" " + output + " ", " ");
    }

    /** Returns what the causes on several hosts have in common: of those that concern the way there, more than their words. */
    private static String likeness(Outcome outcome) {
        boolean isOfTheWay = outcome.state() == Outcome.State.PARKED
                || outcome.failure()
                        .filter(failure -> failure.kind() == FailureKind.CONNECTION)
                        .isPresent();
        return isOfTheWay ? MessageNormalizer.of(outcome.job().host(), cause(outcome)) : cause(outcome);
    }

    /** Returns the declared output that a failure is about, as its message names it; empty if it is about none. */
    private static String output(Outcome outcome) {
        if (outcome.failure().stream().noneMatch(failure -> failure.kind() == FailureKind.OUTPUT)) {
            return "";
        }
        return outcome.job().options().outputs().stream()
                .map(declared -> ShellQuoting.quote(declared.path()))
                .filter(path -> outcome.message().contains(" " + path + " "))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }

    private static String line(List<Outcome> outcomes) {
        Outcome first = outcomes.get(0);
        String cause = cause(first);
        String output = output(first);
        String message = outcomes.size() == 1 && !output.isEmpty()
                ? first.message()
                : output.isEmpty() ? cause : cause + ", such as " + output;
        Set<String> hosts = new LinkedHashSet<>();
        outcomes.forEach(outcome -> hosts.add(outcome.job().host()));
        boolean areSame = outcomes.stream().allMatch(outcome -> cause(outcome).equals(cause));
        String example = areSame ? "" : "such as %s: ".formatted(first.job().host());
        String times = outcomes.size() > hosts.size() ? " (%s)".formatted(jobs(outcomes.size())) : "";
        return "  %s: %s%s%s\n"
                .formatted(
                        VisibleText.line(HostSet.folded(hosts)),
                        VisibleText.line(example),
                        VisibleText.line(message),
                        times);
    }

    static String jobs(long count) {
        return count == 1 ? "1 job" : count + " jobs";
    }

    static String runningJobs(long count) {
        return count == 1 ? "1 running job" : count + " running jobs";
    }

    private static String words(Outcome.State state) {
        return switch (state) {
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
            case PARKED -> "parked, not failed: they wait for their hosts";
            case IGNORED -> "left out";
            case NOT_STARTED -> "not started";
        };
    }
}
