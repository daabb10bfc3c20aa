package pipeline.cli.maps;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import pipeline.cli.common.ExitCode;
import pipeline.hostset.HostSet;
import pipeline.scan.HostFindings;
import pipeline.text.Plural;
import pipeline.text.VisibleText;

/** Says what a search came to, beside the files that it found. */
final class ScanReport {

    /** Hosts with something to report that are shown one by one. */
    private static final int SHOWN = 20;

    private final List<HostFindings> findings;

    ScanReport(List<HostFindings> findings) {
        this.findings = findings;
    }

    /** Returns the hosts of which nothing is known. */
    List<String> missing() {
        return findings.stream()
                .filter(host -> host.failure() != null)
                .map(HostFindings::host)
                .toList();
    }

    long files() {
        return findings.stream().mapToLong(HostFindings::files).sum();
    }

    /** Returns whether all was found that there is. */
    boolean isComplete() {
        return findings.stream().allMatch(HostFindings::isComplete);
    }

    /** Returns 0 if all was found that there is, 4 if hosts are missing, and 1 if files are, or there are none. */
    ExitCode status() {
        return !missing().isEmpty() ? ExitCode.PARKED : isComplete() && files() > 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    void print(PrintStream err) {
        StringBuilder text = new StringBuilder();
        failures(text);
        incomplete(text);
        List<String> empty = findings.stream()
                .filter(host -> host.files() == 0 && host.failure() == null)
                .map(HostFindings::host)
                .toList();
        if (!empty.isEmpty() && files() > 0) {
            text.append("nothing fits on ").append(HostSet.folded(empty)).append('\n');
        }
        text.append("found %s on %d of %s%n"
                .formatted(
                        Plural.of(files(), "file"),
                        findings.stream().filter(host -> host.files() > 0).count(),
                        Plural.of(findings.size(), "host")));
        err.print(VisibleText.lines(text.toString(), ""));
    }

    /** Hosts that fail for one reason are listed together. */
    private void failures(StringBuilder text) {
        Map<String, List<String>> hosts = new LinkedHashMap<>();
        for (HostFindings host : findings) {
            String failure = host.failure();
            if (failure != null) {
                hosts.computeIfAbsent(failure, reason -> new ArrayList<>()).add(host.host());
            }
        }
        hosts.forEach((reason, names) ->
                text.append(HostSet.folded(names)).append(": ").append(reason).append('\n'));
    }

    private void incomplete(StringBuilder text) {
        List<HostFindings> listed = findings.stream()
                .filter(host -> host.problems() + host.leftOut() > 0)
                .toList();
        for (HostFindings host : listed.subList(0, Math.min(SHOWN, listed.size()))) {
            List<String> counts = new ArrayList<>();
            if (host.problems() > 0) {
                counts.add(host.problems() + " could not be read");
            }
            if (host.leftOut() > 0) {
                counts.add(host.leftOut() + " left out");
            }
            text.append("%s: %s%n".formatted(host.host(), String.join(", ", counts)));
            text.append(host.examples().stream().map("  %s\n"::formatted).collect(Collectors.joining()));
            if (host.problems() + host.leftOut() > host.examples().size()) {
                text.append("  ...\n");
            }
        }
        if (listed.size() > SHOWN) {
            text.append("... and so on %d more hosts%n".formatted(listed.size() - SHOWN));
        }
    }
}
