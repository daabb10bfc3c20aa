package pipeline.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** The options that Pipeline itself has for recipes: an input of that name could not be told from them. */
final class OwnOptions {

    private static final Set<String> NAMES = names();

    private OwnOptions() {}

    /** Tells whether running a recipe, a worker or a refresh has an option of this name. */
    static boolean have(String option) {
        return NAMES.contains(option);
    }

    private static Set<String> names() {
        Set<String> names = new HashSet<>();
        for (Object options : List.of(new RunOptions(), new WorkOptions(), new RefreshOptions())) {
            names.addAll(CommandSpec.forAnnotatedObject(options).optionsMap().keySet());
        }
        return Set.copyOf(names);
    }
}
