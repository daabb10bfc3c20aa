package pipeline.cli.options;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** The options that Pipeline itself has for recipes: an input of that name would be mistaken for one. */
public final class ReservedOptions {

    private static final Set<String> NAMES = names();

    private ReservedOptions() {}

    /** Returns whether running a recipe, a worker or a refresh has an option of this name. */
    public static boolean have(String option) {
        return NAMES.contains(option);
    }

    /** Returns the options of running a recipe, of a worker and of a refresh. */
    public static List<CommandSpec> specs() {
        return Stream.of(new RunOptions(), new WorkOptions(), new RefreshOptions())
                .map(CommandSpec::forAnnotatedObject)
                .toList();
    }

    private static Set<String> names() {
        return specs().stream()
                .flatMap(spec -> spec.optionsMap().keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
