package pipeline.recipe;

import java.util.List;
import pipeline.text.ShellQuoting;

/** The positional arguments that were typed for a recipe. */
record PositionalArguments(String recipe, List<String> args) {

    /** Returns an argument by its index from 0; refuses if there are not so many, saying what is missing. */
    String get(int index, String name) {
        if (index < args.size()) {
            return args.get(index);
        }
        throw new UsageException(
                "argument %d, %s, is missing; see: pipeline %s --help".formatted(index + 1, name, recipe));
    }

    /** Refuses arguments that nobody would look at. */
    void noneAfter(int count) {
        if (args.size() > count) {
            throw new UsageException("%s does not know what to do with the argument %s; see: pipeline %s --help"
                    .formatted(recipe, ShellQuoting.quote(args.get(count)), recipe));
        }
    }
}
