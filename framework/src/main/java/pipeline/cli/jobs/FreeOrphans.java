package pipeline.cli.jobs;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.table.TableContext;

/** Takes back what dead masters and workers have reserved: a refresh that knows no recipe. */
@Command(
        name = "refresh",
        customSynopsis = {
            "pipeline jobs refresh RECIPE -j JOB [OPTION...] [ARGUMENT...]",
            "       pipeline jobs refresh"
        },
        description = {
            "Brings the table up to date with what a recipe's source says now: adds jobs, removes those that are gone, takes"
                    + " back what dead masters and workers had reserved. Without a recipe only the last.",
            "The options with a recipe: pipeline jobs refresh RECIPE --help"
        })
final class FreeOrphans extends ChangingCommand {

    @Parameters(arity = "0..*", hidden = true)
    List<String> words = new ArrayList<>();

    @Override
    protected ExitCode run(TableContext context) {
        if (!words.isEmpty()) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "the recipe comes first: pipeline jobs refresh RECIPE -j JOB [OPTION...] [ARGUMENT...]");
        }
        context.err().print("no recipe is named, so only orphans are freed\n");
        long freed = context.table().freeOrphans(context.settings().timing().orphanTimeout());
        context.out().print("added: 0, removed: 0, re_pended: 0, orphaned: %d\n".formatted(freed));
        return ExitCode.DONE;
    }
}
