package pipeline;

import java.util.List;

/** The packages that authors of recipes, of node programs and of their tests write against. */
public final class AuthorPackages {

    /** Those of recipes and node programs, each without what is below it. */
    public static final List<String> OF_RECIPES =
            List.of("pipeline.recipe", "pipeline.node", "pipeline.job", "pipeline.mapfile", "pipeline.parset");

    /** Those of tests, which are in a module of their own. */
    public static final List<String> OF_TESTS = List.of("pipeline.tester");

    private AuthorPackages() {}
}
