package pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import pipeline.cli.catalogue.RecipeCatalogue;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.console.Tty;

/** The man page and the completions of a release: nothing that help shows is missing. */
class ReferenceFilesTest {

    private final CommandLine root = tree();

    @TempDir
    Path directory;

    @Test
    void every_command_and_every_option_is_in_each_file() throws Exception {
        ReferenceFiles.write(directory, root, "1.2.3", "2026-11-21");

        for (String file : List.of(
                "man/man1/pipeline.1",
                "bash-completion/completions/pipeline",
                "zsh/site-functions/_pipeline",
                "fish/vendor_completions.d/pipeline.fish")) {
            String text = Files.readString(directory.resolve(file)).replace("\\-", "-");
            assertThat(commands(root)).allSatisfy(command -> {
                assertThat(text).as(file).contains(command.getCommandName());
                for (OptionSpec option : command.getCommandSpec().options()) {
                    assertThat(option.hidden()
                                    || text.contains(option.longestName().replaceFirst("^-+", "")))
                            .as("%s: %s of %s", file, option.longestName(), command.getCommandName())
                            .isTrue();
                }
            });
        }
    }

    @Test
    void the_words_of_a_choice_are_offered_behind_its_option() throws Exception {
        ReferenceFiles.write(directory, root, "1.2.3", "2026-11-21");

        assertThat(Files.readString(directory.resolve("bash-completion/completions/pipeline")))
                .contains("\"linear\" \"cubic-spline\"");
        assertThat(Files.readString(directory.resolve("zsh/site-functions/_pipeline")))
                .contains("'--fit'\n      'linear cubic-spline'\n");
        assertThat(Files.readString(directory.resolve("fish/vendor_completions.d/pipeline.fish")))
                .contains(" -l fit -x -a 'linear cubic-spline' -d ");
    }

    @Test
    void the_names_of_recipes_are_offered_behind_describe() throws Exception {
        ReferenceFiles.write(directory, root, "1.2.3", "2026-11-21");

        assertThat(Files.readString(directory.resolve("bash-completion/completions/pipeline"))
                        .split("function _picocli_pipeline_describe\\(\\)", -1)[1])
                .containsPattern("RECIPE_pos_param_args=\\(.*\"measure_recipe\".*\\)");
        assertThat(Files.readString(directory.resolve("zsh/site-functions/_pipeline"))
                        .split("\n  'describe'", -1)[1])
                .startsWith("|'describe '*)\n    commands=(\n      'measure_recipe'\n");
        assertThat(Files.readString(directory.resolve("fish/vendor_completions.d/pipeline.fish")))
                .containsPattern("complete -c pipeline -n '__pipeline_after describe' -a 'measure_recipe [a-z_ ]+'\n");
    }

    @Test
    void they_are_the_same_each_time() throws Exception {
        ReferenceFiles.write(directory.resolve("one"), root, "1.2.3", "2026-11-21");
        ReferenceFiles.write(directory.resolve("two"), tree(), "1.2.3", "2026-11-21");

        assertThat(directory.resolve("one/man/man1/pipeline.1"))
                .hasSameTextualContentAs(directory.resolve("two/man/man1/pipeline.1"));
        assertThat(directory.resolve("one/bash-completion/completions/pipeline"))
                .hasSameTextualContentAs(directory.resolve("two/bash-completion/completions/pipeline"));
    }

    private static CommandLine tree() {
        CliEnvironment environment =
                new CliEnvironment(System.out, System.err, Tty.nobody(), Path.of(""), Map.of(), Clock.systemUTC());
        return CommandModel.of(
                new RecipeCatalogue(List.of(MeasureRecipe.class, PickyRecipe.class, ScriptedRecipe.class)),
                environment);
    }

    private static Stream<CommandLine> commands(CommandLine above) {
        return above.getSubcommands().values().stream()
                .flatMap(command -> Stream.concat(Stream.of(command), commands(command)));
    }
}
