package pipeline.cli.maps;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pipeline.cli.common.ExitCode;
import pipeline.config.SizeFormat;
import pipeline.hostset.HostSet;
import pipeline.placement.Arrival;
import pipeline.placement.HostRoom;
import pipeline.placement.PlacedFile;
import pipeline.text.Plural;
import pipeline.text.VisibleText;

/** Says what files are to go where, why they cannot, and what became of them. */
final class PlacementReport {

    private static final int SHOWN = 20;

    private PlacementReport() {}

    private record Load(int files, long bytes) {
        Load plus(PlacedFile file) {
            return new Load(files + 1, bytes + file.size());
        }

        @Override
        public String toString() {
            return PlacementReport.files(files) + ", " + SizeFormat.of(bytes);
        }
    }

    private static String files(long count) {
        return Plural.of(count, "file");
    }

    /** Returns a line for each host with what it gets, those last that get nothing. */
    static String plan(List<PlacedFile> files, List<String> hosts) {
        Map<String, Load> loads = loads(files);
        List<String> idle =
                hosts.stream().filter(host -> !loads.containsKey(host)).toList();
        List<String> lines = new ArrayList<>();
        hosts.stream()
                .filter(loads::containsKey)
                .limit(SHOWN)
                .forEach(host -> lines.add(host + ": " + loads.get(host)));
        if (loads.size() > SHOWN) {
            lines.add("... and so on %d more hosts".formatted(loads.size() - SHOWN));
        }
        if (!idle.isEmpty()) {
            lines.add("nothing goes to " + HostSet.folded(idle));
        }
        return text(lines);
    }

    private static Map<String, Load> loads(List<PlacedFile> files) {
        Map<String, Load> loads = new LinkedHashMap<>();
        files.forEach(file -> loads.merge(file.host(), new Load(1, file.size()), (load, one) -> load.plus(file)));
        return loads;
    }

    /** Returns why files cannot go to the hosts that have answered; empty if they can. */
    static String refusals(List<HostRoom> rooms) {
        Map<String, List<String>> hosts = new LinkedHashMap<>();
        for (HostRoom room : rooms) {
            String reason = room.refusal() != null
                    ? room.refusal()
                    : room.isFull()
                            ? "%s has %s free, and the files that are to come need %s"
                                    .formatted(
                                            room.directory(),
                                            SizeFormat.of(room.free().orElse(0)),
                                            SizeFormat.of(room.needed()))
                            : "";
            if (!reason.isEmpty()) {
                hosts.computeIfAbsent(reason, key -> new ArrayList<>()).add(room.host());
            }
        }
        return text(folded(hosts));
    }

    private static List<String> folded(Map<String, List<String>> hostsByReason) {
        List<String> lines = new ArrayList<>();
        hostsByReason.forEach((reason, hosts) -> lines.add(HostSet.folded(hosts) + ": " + reason));
        return lines;
    }

    /** Returns what became of the files. */
    static String ends(List<Arrival> arrivals) {
        Map<String, List<String>> away = new LinkedHashMap<>();
        List<String> failed = new ArrayList<>();
        Map<String, Load> parked = new LinkedHashMap<>();
        for (Arrival arrival : arrivals) {
            PlacedFile file = arrival.file();
            switch (arrival.state()) {
                case PARKED -> {
                    if (parked.put(
                                    file.host(),
                                    parked.getOrDefault(file.host(), new Load(0, 0))
                                            .plus(file))
                            == null) {
                        away.computeIfAbsent(arrival.said(), key -> new ArrayList<>())
                                .add(file.host());
                    }
                }
                case FAILED -> failed.add(arrival.said());
                case SENT, THERE -> {
                    // counted below
                }
            }
        }
        List<String> lines = new ArrayList<>(folded(away));
        failed.stream().limit(SHOWN).forEach(lines::add);
        if (failed.size() > SHOWN) {
            lines.add("... and so on for %d more files".formatted(failed.size() - SHOWN));
        }
        lines.add(counts(arrivals));
        return text(lines);
    }

    private static String counts(List<Arrival> arrivals) {
        List<PlacedFile> there =
                arrivals.stream().filter(Arrival::isThere).map(Arrival::file).toList();
        Load load = new Load(
                there.size(), there.stream().mapToLong(PlacedFile::size).sum());
        long known = arrivals.stream()
                .filter(arrival -> arrival.state() == Arrival.State.THERE)
                .count();
        long parked = arrivals.stream()
                .filter(arrival -> arrival.state() == Arrival.State.PARKED)
                .count();
        long hosts = there.stream().map(PlacedFile::host).distinct().count();
        StringBuilder text = new StringBuilder("%s are on %s"
                .formatted(
                        there.size() == arrivals.size()
                                ? "all %s (%s)".formatted(files(load.files()), SizeFormat.of(load.bytes()))
                                : "%d of %s (%s)"
                                        .formatted(load.files(), files(arrivals.size()), SizeFormat.of(load.bytes())),
                        Plural.of(hosts, "host")));
        if (known > 0) {
            text.append("; ")
                    .append(known)
                    .append(known == 1 ? " of them was there already" : " of them were there already");
        }
        if (parked > 0) {
            text.append("; ")
                    .append(Plural.of(parked, "file waits", "files wait"))
                    .append(" for hosts that do not answer");
        }
        return text.toString();
    }

    /** Returns 0 if all are there, 1 if files cannot be had or written, and 4 if only hosts are missing. */
    static ExitCode status(List<Arrival> arrivals) {
        boolean hasFailed = arrivals.stream().anyMatch(arrival -> arrival.state() == Arrival.State.FAILED);
        return hasFailed
                ? ExitCode.FAILED
                : arrivals.stream().allMatch(Arrival::isThere) ? ExitCode.DONE : ExitCode.PARKED;
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : VisibleText.lines(String.join("\n", lines), "");
    }
}
