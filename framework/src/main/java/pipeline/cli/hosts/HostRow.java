package pipeline.cli.hosts;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import pipeline.hostcheck.HostFacts;
import pipeline.hostcheck.HostReport;
import pipeline.text.SizeText;
import tools.jackson.databind.node.ObjectNode;

/** A line of the table, of hosts that are alike: of what differs it has the worst, and of files the sum. Not thread-safe. */
final class HostRow {

    private final List<HostReport> reports = new ArrayList<>();

    HostRow(HostReport first) {
        reports.add(first);
    }

    void add(HostReport report) {
        reports.add(report);
    }

    private HostReport first() {
        return reports.get(0);
    }

    /** Returns what hosts of one line have in common. */
    List<String> alike() {
        HostFacts facts = first().facts();
        return List.of(
                HostJson.state(first()),
                text(facts, "sh"),
                text(facts, "java"),
                text(facts, "python3"),
                text(facts, "cores"),
                SizeText.of(facts.bytes("memory").orElse(0)));
    }

    /** Returns the line as people read it. */
    ObjectNode shown() {
        HostFacts facts = first().facts();
        ObjectNode row = HostJson.of(first());
        row.put(
                "host",
                CheckReports.folded(reports.stream().map(HostReport::host).toList()));
        if (facts.isEmpty()) {
            row.retain("host", "state", "problems");
            return row;
        }
        row.put("java", text(facts, "java").replaceFirst("_.*", ""));
        row.put("memory", size(facts.bytes("memory")));
        row.put("available", size(least(one -> one.bytes("available"))));
        OptionalDouble load = reports.stream()
                .flatMap(report -> report.facts().text("load").stream())
                .filter(text -> text.matches("[0-9.]{1,12}"))
                .mapToDouble(Double::parseDouble)
                .max();
        row.put("load", load.isPresent() ? String.valueOf(load.getAsDouble()) : "");
        row.put("free", size(least(one -> one.bytes("node-free"))));
        OptionalLong inodes = least(one -> one.number("node-inodes"));
        row.put("inodes", inodes.isPresent() ? thousands(inodes.getAsLong()) : "");
        row.put("clock", clock());
        row.put("files", sum(HostFacts::files));
        row.put("size", SizeText.of(sum(HostFacts::size)));
        return row;
    }

    private String clock() {
        long worst = 0;
        for (HostReport report : reports) {
            long skew = report.skew().orElse(0);
            worst = Math.abs(skew) > Math.abs(worst) ? skew : worst;
        }
        return worst == 0 ? "ok" : "%+d s".formatted(worst);
    }

    private OptionalLong least(Function<HostFacts, OptionalLong> number) {
        return reports.stream()
                .map(report -> number.apply(report.facts()))
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min();
    }

    private long sum(ToLongFunction<HostFacts> number) {
        return reports.stream()
                .mapToLong(report -> number.applyAsLong(report.facts()))
                .sum();
    }

    private static String size(OptionalLong bytes) {
        return bytes.isPresent() ? SizeText.of(bytes.getAsLong()) : "";
    }

    private static String thousands(long number) {
        return number < 10_000
                ? Long.toString(number)
                : number < 10_000_000 ? number / 1000 + "k" : number / 1_000_000 + "M";
    }

    private static String text(HostFacts facts, String word) {
        return facts.text(word).orElse("");
    }
}
