package pipeline.cli.maps;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.config.ConfigurationException;
import pipeline.hostset.BracketPattern;
import pipeline.hostset.HostSet;
import pipeline.hostset.HostSetException;
import pipeline.mapfile.MapEntry;
import pipeline.text.ShellQuoting;

/** The options that choose entries of a map: those that fit all that was typed. */
final class EntrySelection {

    @Option(names = "--host", paramLabel = "HOSTS", order = 20, description = "Entries on these hosts: a host set.")
    @Nullable
    String hosts;

    @Option(
            names = "--file",
            paramLabel = "GLOB",
            order = 21,
            description =
                    "Entries with a file that fits: a pattern of its name, or of its whole path if it has a slash.")
    List<String> files = new ArrayList<>();

    @Option(
            names = "--index",
            paramLabel = "N,...",
            order = 22,
            description = "Entries at these places, counted from 0: numbers and ranges, such as 0,5,10-19.")
    @Nullable
    String indices;

    @Option(names = "--not", order = 23, description = "All other entries than those.")
    boolean others;

    boolean isTyped() {
        return hosts != null || !files.isEmpty() || indices != null;
    }

    /**
     * Returns what decides whether an entry was chosen.
     *
     * @throws UserErrorException if nothing was typed, or something is wrong
     */
    Predicate<MapEntry> chosen(MapContext context) throws ConfigurationException {
        if (!isTyped()) {
            throw new UserErrorException(ExitCode.USAGE, "say which entries: --host, --file or --index");
        }
        Predicate<MapEntry> chosen = entry -> true;
        if (hosts != null) {
            HostSet set = context.hostSet("--host", hosts);
            chosen = chosen.and(entry -> set.contains(entry.host()));
        }
        if (!files.isEmpty()) {
            List<NameGlob> globs = files.stream().map(NameGlob::new).toList();
            chosen = chosen.and(entry ->
                    entry.files().stream().anyMatch(file -> globs.stream().anyMatch(glob -> glob.fits(file))));
        }
        if (indices != null) {
            Set<Integer> places = places(indices);
            chosen = chosen.and(entry -> places.contains(entry.index()));
        }
        return others ? chosen.negate() : chosen;
    }

    private static Set<Integer> places(String text) {
        Set<Integer> places = new HashSet<>();
        try {
            for (String number : BracketPattern.expand("[" + text + "]")) {
                places.add(Integer.valueOf(number));
            }
            return places;
        } catch (HostSetException | NumberFormatException e) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "--index must be numbers and ranges such as 0,5,10-19, but was " + ShellQuoting.quote(text),
                    e);
        }
    }
}
