package pipeline.cli.maps;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.mapfile.PlacementRule;
import pipeline.parset.ParsetException;
import pipeline.parset.SourceText;
import pipeline.remote.transfer.LocalFiles;
import pipeline.remote.transfer.TransferException;
import pipeline.text.ShellQuoting;

/** Files and directory trees of this machine that were named for a command; all that is wrong with them is reported at once. */
final class FilesToPlace {

    private static final int SHOWN = 20;

    private final MapContext context;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> typedByName = new LinkedHashMap<>();
    private final List<Named> files = new ArrayList<>();

    /**
     * One of them.
     *
     * @param item its base name, which it keeps, and its size
     */
    record Named(Path path, PlacementRule.Item item) {}

    private FilesToPlace(MapContext context) {
        this.context = context;
    }

    /**
     * Looks at them.
     *
     * @param typed {@code -} for the names that standard input has
     * @param isSeparatedByNul whether these have a NUL behind each, and not a line end
     * @throws UserErrorException if one is not there, two have the same base name, or there are none
     */
    static List<Named> read(MapContext context, List<String> typed, boolean isSeparatedByNul) {
        FilesToPlace named = new FilesToPlace(context);
        for (String name : typed) {
            if (name.equals("-")) {
                named.standardInput(isSeparatedByNul);
            } else {
                named.add(name);
            }
        }
        if (!named.problems.isEmpty()) {
            throw new UserErrorException(ExitCode.CONFIGURATION, named.problems());
        }
        if (named.files.isEmpty()) {
            throw new UserErrorException(ExitCode.CONFIGURATION, "standard input names no files");
        }
        return named.files;
    }

    private void standardInput(boolean isSeparatedByNul) {
        context.takeStandardInput();
        String text;
        try {
            text = SourceText.read(MapContext.STANDARD_INPUT).text();
        } catch (ParsetException e) {
            throw new UserErrorException(
                    ExitCode.CONFIGURATION,
                    String.valueOf(e.getMessage()).replace(MapContext.STANDARD_INPUT.toString(), "standard input"),
                    e);
        }
        if (!isSeparatedByNul && text.indexOf('\0') >= 0) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "the names of standard input have a NUL behind each; type -0, as find -print0 needs it");
        }
        for (String name : text.split(isSeparatedByNul ? "\0" : "\r?\n", -1)) {
            if (!name.isEmpty()) {
                add(name);
            }
        }
    }

    private void add(String typed) {
        try {
            Path path = context.path(typed);
            Path last = path.getFileName();
            if (last == null) {
                problems.add(ShellQuoting.quote(typed) + " is the root of all files");
                return;
            }
            String before = typedByName.putIfAbsent(last.toString(), typed);
            if (before != null) {
                problems.add(twice(last.toString(), before, typed));
                return;
            }
            files.add(new Named(path, new PlacementRule.Item(last.toString(), LocalFiles.size(path))));
        } catch (TransferException e) {
            problems.add(String.valueOf(e.getMessage()).replace(" on the master", ""));
        } catch (InvalidPathException e) {
            problems.add(ShellQuoting.quote(typed) + " can be no name of a file");
        }
    }

    private String twice(String name, String before, String typed) {
        return context.path(before).equals(context.path(typed))
                ? ShellQuoting.quote(typed) + " is named twice"
                : "%s and %s would both be %s on a host; place one of them by another command, with another --to"
                        .formatted(ShellQuoting.quote(before), ShellQuoting.quote(typed), ShellQuoting.quote(name));
    }

    private String problems() {
        List<String> shown = new ArrayList<>(problems.subList(0, Math.min(SHOWN, problems.size())));
        if (problems.size() > SHOWN) {
            shown.add("... and %d more".formatted(problems.size() - SHOWN));
        }
        return String.join("\n", shown) + "\nnothing was copied";
    }
}
