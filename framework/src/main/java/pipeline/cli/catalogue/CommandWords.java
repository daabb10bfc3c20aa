package pipeline.cli.catalogue;

import java.util.List;

/** The words that stand in the place of a recipe; none may be called so. */
public final class CommandWords {

    /** In alphabetical order. */
    public static final List<String> ALL = List.of(
            "config",
            "connections",
            "describe",
            "drain",
            "example",
            "explain",
            "hosts",
            "jobs",
            "logs",
            "mapfile",
            "new-recipe",
            "recipes",
            "report",
            "runs",
            "serve",
            "slow",
            "status",
            "tasks",
            "undrain",
            "work");

    private CommandWords() {}
}
