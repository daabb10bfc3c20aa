package pipeline.cli.jobs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.table.TableContext;
import pipeline.config.DurationParser;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryCondition.Compare;
import pipeline.store.query.QueryCondition.Relation;
import pipeline.text.ShellQuoting;

/** Deletes the record of what is over. */
@Command(
        name = "purge",
        customSynopsis = "pipeline jobs purge [OPTION...] [ID...]",
        description =
                "Deletes finished jobs with their attempts; what succeeded is run again then, if a run still has it."
                        + " Numbers: all of these or none. Asks first.")
final class PurgeJobs extends ChangingCommand {

    @Mixin
    JobChange change = new JobChange();

    @Option(
            names = "--older-than",
            paramLabel = "DURATION",
            order = 10,
            description = "Only jobs that ended longer ago than this, such as 30d or 12h.")
    @Nullable
    String olderThan;

    @Mixin
    Confirmation confirmation = new Confirmation();

    @Override
    protected ExitCode run(TableContext context) throws IOException {
        QueryCondition old = olderThan == null ? QueryCondition.always() : old(context, olderThan);
        if (olderThan != null && !change.selection.isSaid() && change.ids.isEmpty()) {
            change.selection.where = "{}";
        }
        QueryCondition meant =
                change.meant(context, JobEvent.PURGE, JobEvent.PURGE.from()).and(old);
        return confirmation.isAgreed(context, meant)
                ? change.change(context, JobEvent.PURGE, meant, "", "purged")
                : ExitCode.DONE;
    }

    /** Ignored jobs never ended, so their age counts from when they came. */
    private static QueryCondition old(TableContext context, String text) {
        Duration age = DurationParser.parse(text)
                .orElseThrow(() -> new UserErrorException(
                        ExitCode.USAGE,
                        "--older-than must be %s, but was %s"
                                .formatted(DurationParser.EXPECTED, ShellQuoting.quote(text))));
        Instant limit = context.table().now().minus(age);
        QueryCondition ended = new Compare(JobFields.COMPLETED_TIME, Relation.LESS, limit);
        QueryCondition ignored = QueryCondition.equal(JobFields.STATUS, JobStatus.IGNORE.word())
                .and(new Compare(JobFields.CREATED_TIME, Relation.LESS, limit));
        return new QueryCondition.Or(List.of(ended, ignored));
    }
}
