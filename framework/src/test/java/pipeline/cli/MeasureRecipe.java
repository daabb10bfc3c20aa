package pipeline.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;
import pipeline.recipe.ResultTable;
import pipeline.recipe.UsageException;

/** Has inputs of some types, and outputs of all that JSON has. */
@Description(value = "Measures things.", arguments = "[WORD...]", details = "It takes its time.")
public final class MeasureRecipe extends Recipe {

    /** How to fit. */
    enum Fit {
        LINEAR,
        CUBIC_SPLINE
    }

    private final Input<Double> radius = input("radius", "how far, in arcsec")
            .environmentVariable("RADIUS")
            .decimal(0, 60)
            .byDefault(5.0);
    private final Input<Fit> fit = input("fit", "how to fit").choice(Fit.class).byDefault(Fit.LINEAR);
    private final Input<Map<String, Integer>> weight =
            input("weight", "of a station").integer(0, 9).dict().byDefault(Map.of());
    private final Input<List<String>> sites =
            input("site-name", "a site").environmentVariable("SITES").list().byDefault(List.of());
    private final Input<Boolean> clean = input("clean", "clean it").flag(true);
    private final Input<Optional<Path>> map =
            input("out", "where to").outputFile().optional();

    private final Output<String> inputs = output("inputs", "all that was given").text();
    private final Output<Long> count = output("count", "how many").integer();
    private final Output<ResultTable> rows = output("rows", "").table();
    private final Output<Map<String, ?>> dict = output("dict", "").dict();

    @SuppressWarnings("unused")
    private final Output<Path> file = output("file", "").path().optional();

    private final Output<Fit> best = output("best", "the fit that did it").as(Fit.class, "fit");
    private final Output<Object> odd =
            output("odd", "").as(Object.class, "thing").optional();

    @Override
    protected int run() {
        inputs.set("%s %s %s %s %s %s %s"
                .formatted(radius.get(), fit.get(), weight.get(), sites.get(), clean.get(), map.get(), args()));
        count.set(3L);
        if (args().contains("throw")) {
            throw new UsageException("no such thing");
        }
        rows.set(new ResultTable(List.of("host", "n"), List.of(List.of("n1", 1.5), List.of("n\"2", 2))));
        dict.set(Map.of("a", Optional.of(1)));
        best.set(Fit.CUBIC_SPLINE);
        odd.set(new Object() {
            @Override
            public String toString() {
                return "odd";
            }
        });
        return args().contains("fail") ? 7 : 0;
    }
}
