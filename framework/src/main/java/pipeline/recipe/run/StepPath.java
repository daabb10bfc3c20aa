package pipeline.recipe.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import pipeline.recipe.UsageException;
import pipeline.recipe.spi.StepRequest;

/** The recipes that are steps of each other, from the one that was started. Immutable. */
final class StepPath {

    /** Steps that go deeper call each other without an end. */
    private static final int DEEPEST = 50;

    private final List<Entry> entries;

    /**
     * A recipe on the path.
     *
     * @param name of its task, or its own
     * @param identity the same for a recipe that would do the same
     */
    private record Entry(String name, Object identity) {}

    private StepPath(List<Entry> entries) {
        this.entries = entries;
    }

    /** Begins with the recipe that was started. */
    static StepPath of(String recipe, Optional<String> task) {
        return new StepPath(List.of(task.map(name -> new Entry(name, new StepRequest.OfTask(name)))
                .orElseGet(() -> new Entry(recipe, recipe))));
    }

    /** Returns whether it leads to a step of another recipe. */
    boolean isStep() {
        return entries.size() > 1;
    }

    /**
     * Goes on to a step.
     *
     * @throws UsageException if that leads in a circle
     */
    StepPath plus(String name, Object identity) {
        List<Entry> all = new ArrayList<>(entries);
        all.add(new Entry(name, identity));
        if (entries.stream().anyMatch(entry -> entry.identity().equals(identity)) || all.size() > DEEPEST) {
            throw new UsageException(
                    "the steps go in a circle: " + all.stream().map(Entry::name).collect(Collectors.joining(" -> ")));
        }
        return new StepPath(all);
    }
}
