package pipeline.dispatch.attempt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pipeline.job.DeclaredOutput;
import pipeline.remote.ShellScript;

/**
 * The outputs of an attempt that have other names until the job has succeeded: the same base name in a directory beside it, so on
 * the same file system. Immutable.
 */
final class TemporaryOutputs {

    private static final String VARIABLE = "PIPELINE_OUTPUT";

    private static final ShellScript MAKE = new ShellScript(TemporaryOutputs.class, "temporary-names.sh");
    private static final ShellScript RENAME = new ShellScript(TemporaryOutputs.class, "rename-outputs.sh");

    private record Name(int place, String directory, String path, DeclaredOutput output) {}

    private final String mark;
    private final List<Name> names = new ArrayList<>();

    /**
     * Finds the names.
     *
     * @param mark names the attempt among all that ever were: no part of a path
     */
    TemporaryOutputs(List<DeclaredOutput> outputs, String mark) {
        this.mark = mark;
        for (int i = 0; i < outputs.size(); i++) {
            DeclaredOutput output = outputs.get(i);
            if (output.isAtomic()) {
                String path = OutputCheck.noOption(output.path());
                int slash = path.lastIndexOf('/') + 1;
                String directory = path.substring(0, slash) + ".pipeline-" + mark + "-" + i;
                names.add(new Name(i, directory, directory + "/" + path.substring(slash), output));
            }
        }
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /** Returns the variables by which the program learns the names. */
    Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Name name : names) {
            variables.put(variables.isEmpty() ? VARIABLE : VARIABLE + "_" + (variables.size() + 1), name.path());
        }
        return variables;
    }

    /** Returns a word of the command with the names in it. */
    String fill(String word) {
        String filled = word;
        for (int i = 0; i < names.size(); i++) {
            filled = filled.replace(
                    i == 0 ? DeclaredOutput.PLACEHOLDER : "{out" + (i + 1) + "}",
                    names.get(i).path());
        }
        return filled;
    }

    /** Returns the directories to be removed at last. */
    List<String> directories() {
        return names.stream().map(Name::directory).toList();
    }

    /** Returns what makes the directories. */
    String make() {
        List<String> arguments = new ArrayList<>();
        for (Name name : names) {
            arguments.add(String.valueOf(name.place()));
            arguments.add(name.directory());
        }
        return MAKE.with(Map.of("pipeline_mark", mark), arguments);
    }

    /** Returns what gives the outputs their names. */
    String rename() {
        List<String> arguments = new ArrayList<>();
        for (Name name : names) {
            arguments.add(String.valueOf(name.place()));
            arguments.add(name.path());
            arguments.add(OutputCheck.noOption(name.output().path()));
            arguments.add(name.output().sha256().orElse(""));
        }
        return RENAME.with(Map.of(), arguments);
    }
}
