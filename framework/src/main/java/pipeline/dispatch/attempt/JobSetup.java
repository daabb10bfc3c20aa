package pipeline.dispatch.attempt;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.dispatch.rules.RequiredPlace;
import pipeline.job.ComputeJob;
import pipeline.job.DeclaredOutput;
import pipeline.job.Scratch;
import pipeline.remote.ShellScript;
import pipeline.text.ShellQuoting;

/**
 * What makes the place in which a job's program starts, by {@code init} and its directory, and what is known when it did not come
 * to its end. Right before the program takes the place of the shell, a frame says so: without it no program was started, with
 * any exit code.
 */
final class JobSetup {

    /** The frame in which a job's script says how far it came. */
    static final String FRAME = "setup";

    /** How every failure of {@code init} begins. */
    static final String INIT = "init of [remote]";

    private static final String DONE = "done";
    private static final String STATUS = "status ";
    private static final String OPEN = "open";
    private static final String MISSING = "missing";
    private static final String FILE = "file";

    private static final String OUTPUT = "output ";
    private static final String NOT_WRITTEN = "parameters";
    private static final String ON_SCRATCH = "scratch ";
    private static final Pattern PLACE = Pattern.compile("place ([0-9]{1,6}) ([a-z]+)");

    private static final ShellScript SCRATCH = new ShellScript(JobSetup.class, "scratch.sh");
    private static final ShellScript PARAMETERS = new ShellScript(JobSetup.class, "parameters.sh");
    private static final ShellScript RUN_INIT = new ShellScript(JobSetup.class, "init.sh");
    private static final ShellScript PLACES = new ShellScript(JobSetup.class, "places.sh");
    private static final ShellScript CHANGE_DIRECTORY = new ShellScript(JobSetup.class, "directory.sh");

    private final String init;
    private final @Nullable String directory;
    private final ComputeJob job;
    private final NodeSettings node;

    /**
     * Makes the text for one job.
     *
     * @param node what holds for the job on its host
     */
    JobSetup(ComputeJob job, NodeSettings node) {
        this.job = job;
        this.node = node;
        this.init = node.init();
        this.directory = job.workingDirectory().orElse(node.workingDirectory());
    }

    /** Returns what runs {@code init}; empty if there is none. */
    String init() {
        return init.isEmpty() ? "" : RUN_INIT.with(Map.of("pipeline_text", init));
    }

    /** Returns what goes to the directory; empty if there is none. */
    String changeDirectory() {
        return directory == null
                ? ""
                : CHANGE_DIRECTORY.with(Map.of("pipeline_directory", OutputCheck.noOption(directory)));
    }

    /** Returns what looks for the places that must be there; empty if there are none. */
    String places() {
        return node.places().isEmpty()
                ? ""
                : PLACES.with(
                        Map.of(),
                        node.places().stream()
                                .flatMap(place -> Stream.of(place.kind().name(), OutputCheck.noOption(place.path())))
                                .toList());
    }

    /**
     * Returns what makes the job's directory on scratch; empty if it wants none.
     *
     * @param mark names the attempt among all that ever were: no part of a path
     */
    String scratch(String mark) {
        return job.options()
                .scratch()
                .map(scratch -> SCRATCH.with(Map.of(
                                "pipeline_base",
                                base(scratch),
                                "pipeline_mark",
                                mark,
                                "pipeline_keeps",
                                scratch.keepsOnFailure() ? "1" : ""))
                        + parameters(scratch))
                .orElse("");
    }

    private static String parameters(Scratch scratch) {
        return scratch.parameters()
                .map(file -> PARAMETERS.with(
                        Map.of("pipeline_parameters_name", file.name(), "pipeline_parameters_text", file.text())))
                .orElse("");
    }

    private String base(Scratch scratch) {
        return scratch.base().orElse(Objects.requireNonNullElse(node.scratch(), ""));
    }

    /**
     * Says why the program was not started.
     *
     * @param said the body of the last frame that came; null if none did
     * @param how how the shell ended, such as {@code exit code 2}
     * @param complaint the last line on standard error; may be empty
     * @return null if the program was started
     */
    @Nullable
    String fault(@Nullable String said, String how, String complaint) {
        String because = complaint.isEmpty() ? "" : ": " + complaint;
        if (said == null) {
            return init.isEmpty()
                    ? how + " before the program was started" + because
                    : INIT + " did not come to its end (" + how
                            + "), so the program was not started; it must not exit, execute another program or leave a"
                            + " quote open" + because;
        }
        if (said.startsWith(STATUS)) {
            return INIT + " failed with exit code " + said.substring(STATUS.length())
                    + ", so the program was not started" + because;
        }
        if (said.startsWith(OUTPUT)) {
            return "the output %s cannot be written beside its name%s".formatted(output(said), because);
        }
        if (said.startsWith(ON_SCRATCH)) {
            return scratchFault(said.substring(ON_SCRATCH.length()), because);
        }
        Matcher place = PLACE.matcher(said);
        if (place.matches() && Integer.parseInt(place.group(1)) < node.places().size()) {
            return placeFault(node.places().get(Integer.parseInt(place.group(1))), place.group(2));
        }
        return switch (said) {
            case DONE -> null;
            case OPEN ->
                INIT + " leaves a quote, a here-document or a command open at its end, so the program was not started"
                        + because;
            case MISSING -> "the working directory " + quotedDirectory() + " is not there";
            case FILE -> "the working directory " + quotedDirectory() + " is no directory";
            default -> "the working directory " + quotedDirectory() + " cannot be entered" + because;
        };
    }

    private static String placeFault(RequiredPlace place, String word) {
        String why = switch (word) {
            case MISSING -> "is not there";
            case "path" -> "is not in the PATH of the job";
            case "kind" -> place.kind() == RequiredPlace.Kind.DIRECTORY ? "is no directory" : "is a directory";
            default -> place.kind() == RequiredPlace.Kind.PROGRAM ? "cannot be executed" : "cannot be read";
        };
        return "the %s %s of %s %s"
                .formatted(place.kind().noun(), ShellQuoting.quote(place.path()), place.option(), why);
    }

    private String output(String said) {
        String place = said.substring(OUTPUT.length());
        List<DeclaredOutput> outputs = job.options().outputs();
        boolean isKnown = place.matches("[0-9]{1,6}") && Integer.parseInt(place) < outputs.size();
        return isKnown ? ShellQuoting.quote(outputs.get(Integer.parseInt(place)).path()) : place;
    }

    private String scratchFault(String word, String because) {
        String base = job.options().scratch().map(this::base).orElse("");
        String where = base.isEmpty() ? "the node directory" : ShellQuoting.quote(base);
        if (word.equals(NOT_WRITTEN)) {
            return "the parameter file cannot be written into the scratch directory in " + where + because;
        }
        String why =
                word.equals(MISSING) ? ", which is not there" : word.equals(FILE) ? ", which is no directory" : because;
        return "no scratch directory can be made in " + where + why;
    }

    private String quotedDirectory() {
        return directory == null ? "" : ShellQuoting.quote(directory);
    }
}
