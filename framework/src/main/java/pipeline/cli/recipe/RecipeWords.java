package pipeline.cli.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import pipeline.cli.catalogue.RecipeCatalogue;
import pipeline.cli.catalogue.RecipeFinder;
import pipeline.cli.catalogue.RecipeType;
import pipeline.cli.common.CliCommand;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.HelpOptions;
import pipeline.cli.common.UserErrorException;
import pipeline.recipe.UsageException;
import pipeline.text.VisibleText;

/**
 * The names of recipes as words of the command line, for one thing that is done with them. Only the recipe that is typed is made.
 *
 * @param <O> the options beside those of the recipe
 */
public final class RecipeWords<O> {

    /**
     * What is done with a recipe.
     *
     * @param words that stand before the recipe; none for running it
     * @param options makes an object for picocli to fill
     * @param others what else may stand in the place of the recipe, for "did you mean"
     */
    public record Mode<O>(List<String> words, Supplier<O> options, Start<O> start, List<String> others, Manual manual) {

        String name() {
            return String.join(" ", with("pipeline"));
        }

        private List<String> with(String first) {
            List<String> all = new ArrayList<>(List.of(first));
            all.addAll(words);
            return all;
        }
    }

    /**
     * What help says of it.
     *
     * @param summary one sentence
     * @param overview is shown if no recipe is named
     * @param intro stands before what the recipe says of itself; empty for nothing
     * @param needsArguments whether the recipe's arguments must be typed
     */
    public record Manual(String summary, Supplier<String> overview, String intro, boolean needsArguments) {}

    /** Does it. */
    @FunctionalInterface
    public interface Start<O> {
        /**
         * Does it and gives the exit status.
         *
         * @param afterDashes the words after {@code --}, which are arguments even if they look like options
         * @param typed the whole command line, to be shown again
         * @throws UsageException if something is missing or wrong
         */
        int start(RecipeCommand command, O options, List<String> afterDashes, List<String> typed);

        /** Returns what else is wrong with a command line that has an unknown option. */
        default List<String> problems(RecipeCommand command, O options) {
            return List.of();
        }
    }

    private final Supplier<RecipeCatalogue> catalogue;
    private final Mode<O> mode;
    private final CliEnvironment environment;
    private final RecipeFinder finder;

    public RecipeWords(Supplier<RecipeCatalogue> catalogue, Mode<O> mode, CliEnvironment environment) {
        this.catalogue = catalogue;
        this.mode = mode;
        this.environment = environment;
        this.finder = new RecipeFinder(catalogue, environment);
    }

    /**
     * Makes the command of a recipe; empty if there is none of that name.
     *
     * @param name of a recipe, or the path of its file
     * @param words the whole command line
     * @throws UserErrorException if the recipe cannot be used
     */
    public Optional<CliCommand> named(String name, List<String> words) {
        return finder.named(name, words).map(OneRecipe::new);
    }

    /** Makes the command that names no recipe, or one that nobody knows. */
    public CliCommand overview() {
        return new Overview();
    }

    private RecipeCommand command(RecipeFinder.Named named, O options) {
        return new RecipeCommand(finder, named, mode.name(), mode.manual(), options);
    }

    /** Returns the names of the recipes that can be used, after saying what is wrong with the others: one may be what was meant. */
    private List<String> usable() {
        RecipeCatalogue recipes = catalogue.get();
        Map.copyOf(recipes.recipes()).forEach((name, type) -> {
            try {
                command(
                        new RecipeFinder.Named(RecipeType.of(type), Optional.empty()),
                        mode.options().get());
            } catch (UserErrorException e) {
                recipes.exclude(name, String.valueOf(e.getMessage()));
            }
        });
        recipes.faults().forEach(fault -> environment.err().print(VisibleText.lines("pipeline: " + fault, "")));
        return recipes.names();
    }

    /** No recipe, or one that is not there. */
    private final class Overview implements CliCommand {

        @Override
        public CommandLine commandLine() {
            CommandSpec spec = CommandSpec.create()
                    .name(mode.name().substring(mode.name().lastIndexOf(' ') + 1))
                    .addMixin("help", CommandSpec.forAnnotatedObject(new HelpOptions()));
            spec.usageMessage().description(mode.manual().summary());
            if (!mode.words().isEmpty()) {
                spec.usageMessage().customSynopsis(mode.name() + " RECIPE -j JOB [OPTION...] [ARGUMENT...]");
            }
            return new CommandLine(spec);
        }

        @Override
        public int run(Typed typed) {
            environment.out().print(help(commandLine()));
            return environment.outStatus().code();
        }

        @Override
        public String help(CommandLine commandLine) {
            usable();
            return mode.manual().overview().get();
        }

        @Override
        public String unmatched(UnmatchedArgumentException e) {
            String word = e.getUnmatched().get(0);
            if (word.startsWith("-")) {
                return DidYouMean.unknownOption(e) + "; the options of a recipe come after it";
            }
            List<String> known = new ArrayList<>(usable());
            known.addAll(finder.namesOfFiles(e.getUnmatched()));
            known.addAll(mode.others());
            List<String> tasks = finder.namesOfTasks(e.getUnmatched());
            known.addAll(tasks);
            return "there is no recipe%s %s%s"
                    .formatted(tasks.isEmpty() ? "" : " and no task", word, DidYouMean.didYouMean(word, known));
        }

        @Override
        public boolean takesArgumentFiles() {
            return true;
        }
    }

    /** A recipe that is there. */
    private final class OneRecipe implements CliCommand {

        private final O options = mode.options().get();
        private final RecipeCommand command;

        OneRecipe(RecipeFinder.Named named) {
            this.command = command(named, options);
        }

        @Override
        public CommandLine commandLine() {
            return new CommandLine(command.spec());
        }

        @Override
        public int run(Typed typed) {
            return mode.start().start(command, options, typed.afterDashes(), typed.all());
        }

        /** Its example is not broken into lines, so that it runs as it is printed. */
        @Override
        public String help(CommandLine commandLine) {
            UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
            StringBuilder example = new StringBuilder();
            for (String line : usage.footer()) {
                example.append(line.replace("%%", "%")).append('\n');
            }
            usage.footer(new String[0]);
            return CliCommand.super.help(commandLine) + example;
        }

        @Override
        public String unmatched(UnmatchedArgumentException e) {
            List<String> all = new ArrayList<>(List.of(DidYouMean.unknownOption(e) + dashesHint()));
            all.addAll(mode.start().problems(command, options));
            return String.join("\n", all);
        }

        @Override
        public String mistake(ParameterException e) {
            return e.getMessage() + dashesHint();
        }

        @Override
        public boolean takesArgumentFiles() {
            return true;
        }

        private String dashesHint() {
            @Nullable
            Object typed = command.spec().positionalParameters().get(0).getValue();
            return typed instanceof List<?> list && !list.isEmpty()
                    ? "\nIf it belongs to a command that is to run on the hosts, put -- before that command."
                    : "";
        }
    }
}
