package pipeline.cli.jobs;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.export.ForeignFormat;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.table.QueryArguments;
import pipeline.cli.table.TableCommand;
import pipeline.cli.table.TableContext;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryField;
import pipeline.text.ShellQuoting;

/** Prints whole records for other programs. */
@Command(
        name = "export",
        customSynopsis = "pipeline jobs export [OPTION...] [ID...]",
        description = {
            "Prints all there is about jobs for other programs, as JSON Lines if nothing else is asked for.",
            "Example: pipeline jobs export -j night --format joblog > night.joblog"
        })
final class ExportJobs extends TableCommand {

    private static final List<QueryField> SHOWN = QueryArguments.all(JobFields.ALL);

    @Mixin
    JobSelection selection = new JobSelection();

    @Mixin
    JobIdArguments ids = new JobIdArguments();

    @Mixin
    JobListing records = new JobListing();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            order = 23,
            description =
                    "As a file of another program: joblog (GNU Parallel), trace (Nextflow, raw numbers) or junit (XML for CI).")
    @Nullable
    String format;

    @Override
    protected ExitCode run(TableContext context) {
        Optional<ForeignFormat> foreign = foreign();
        if (foreign.isPresent()) {
            foreign.get()
                    .write(context.table(), selection.condition(context).and(ids.condition(context)), context.out());
            return ExitCode.DONE;
        }
        return records.print(
                context, selection.condition(context).and(ids.condition(context)), OutputFormat.JSONL, SHOWN);
    }

    private Optional<ForeignFormat> foreign() {
        String typed = format;
        if (typed == null) {
            return Optional.empty();
        }
        if (records.display.isAsked() || records.limit != null) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "--format has columns of its own, so there is no --output, --keys or --limit with it");
        }
        return Optional.of(ForeignFormat.of(typed)
                .orElseThrow(() -> new UserErrorException(
                        ExitCode.USAGE,
                        "--format must be one of %s, but was %s%s"
                                .formatted(
                                        String.join(", ", ForeignFormat.words()),
                                        ShellQuoting.quote(typed),
                                        DidYouMean.didYouMean(typed, ForeignFormat.words())))));
    }

    @Override
    protected ExitCode withoutTable(TableContext.Empty context) {
        if (foreign().isPresent()) {
            context.environment().err().print(context.message() + "\n");
            return ExitCode.FAILED;
        }
        return records.printNothing(context, OutputFormat.JSONL, SHOWN);
    }
}
