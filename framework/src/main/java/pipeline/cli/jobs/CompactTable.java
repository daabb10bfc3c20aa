package pipeline.cli.jobs;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.table.TableContext;
import pipeline.store.MemberRow;

/** Returns the room of deleted jobs back to the disk. */
@Command(
        name = "compact",
        customSynopsis = "pipeline jobs compact [OPTION...]",
        description =
                "Writes the job table anew, without the room that deleted jobs have left, and says how large it was and is."
                        + " Other writers of the table have to wait meanwhile, so it is refused while masters or workers live.")
final class CompactTable extends ChangingCommand {

    private static final double MEGA = 1e6;

    @Override
    protected ExitCode run(TableContext context) {
        context.table().freeOrphans(context.settings().timing().orphanTimeout());
        List<MemberRow> living = context.table().members(false);
        if (!living.isEmpty()) {
            throw new UserErrorException(
                    ExitCode.FAILED,
                    "the table was not compacted, since %d of its masters and workers live; see pipeline connections, and try again when they have ended"
                            .formatted(living.size()));
        }
        long before = context.table().size();
        context.table().compact();
        context.out()
                .print(String.format(
                        Locale.ROOT,
                        "before: %.1f MB, after: %.1f MB%n",
                        before / MEGA,
                        context.table().size() / MEGA));
        return ExitCode.DONE;
    }
}
