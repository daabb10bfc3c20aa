package pipeline.recipe.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import pipeline.dispatch.fingerprint.RecipeCode;
import pipeline.job.identity.Lineage;
import pipeline.job.identity.StepIdentity;
import pipeline.job.identity.StepOrigin;
import pipeline.mapfile.DataMap;
import pipeline.recipe.Recipe;
import pipeline.recipe.spi.GivenInput;
import pipeline.recipe.spi.InputOption;
import pipeline.recipe.spi.RecipeContext;
import pipeline.recipe.spi.RecipeControl;
import pipeline.recipe.spi.RecipeName;
import pipeline.text.Digests;

/** Finds out what the jobs of a recipe come from, as people know it. */
record RunIdentityReader(Recipe recipe, RecipeContext context, RecipeMapfiles maps) {

    /**
     * Returns what jobs come from that are scheduled now.
     *
     * @param calls what the recipe has run so far
     * @param steps the steps that it may follow from
     */
    StepIdentity read(Lineage calls, Map<String, StepOrigin> steps) {
        StepIdentity.Builder all = new StepIdentity.Builder().args(context.args());
        code().ifPresent(all::code);
        RecipeControl control = RecipeControl.of(recipe);
        for (InputOption option : control.inputs()) {
            add(option, control.given(option.name()), all);
        }
        maps.taken().forEach((file, map) -> all.map(shown(file), map.size(), digest(map)));
        steps.forEach((step, origin) -> all.from(step, origin.digest()));
        calls.parts().forEach(all::from);
        return all.build();
    }

    private Optional<String> code() {
        return recipe instanceof RecipeName.Given given
                ? Optional.of(given.codeDigest())
                : RecipeCode.digest(recipe.getClass());
    }

    private static void add(InputOption option, Optional<GivenInput> given, StepIdentity.Builder all) {
        String value = given.map(input -> String.join(", ", input.texts()))
                .orElseGet(() -> option.defaultText().orElse(""));
        if (given.isPresent() && given.get().isHidden()) {
            all.hiddenInput(option.name(), Digests.shortened(value));
        } else {
            all.input(option.name(), value);
        }
    }

    private static String shown(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String digest(DataMap map) {
        return Digests.shortened(map.toString());
    }
}
