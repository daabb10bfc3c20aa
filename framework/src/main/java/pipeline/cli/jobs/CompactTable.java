package pipeline.cli.jobs;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import pipeline.cli.ground.ExitCode;
import pipeline.cli.ground.MistakeException;
import pipeline.store.MemberRow;

/** Gives the room of deleted jobs back to the disk. */
@Command(
        name = "compact",
        customSynopsis = "pipeline jobs compact [OPTION...]",
        description =
                "Writes the job table anew, without the room that deleted jobs have left, and says how large it was and is."
                        + " Whoever writes to the table has to wait meanwhile, so it is refused while masters or workers live.")
final class CompactTable extends TableChange {

    private static final double MEGA = 1e6;

    @Override
    ExitCode run(Desk desk) {
        desk.table().freeOrphans(desk.settings().timing().orphanTimeout());
        List<MemberRow> living = desk.table().members(false);
        if (!living.isEmpty()) {
            throw new MistakeException(
                    ExitCode.FAILED,
                    "the table was not compacted, since %d of its masters and workers live; see pipeline connections, and try again when they have ended"
                            .formatted(living.size()));
        }
        long before = desk.table().size();
        desk.table().compact();
        desk.out()
                .print(String.format(
                        Locale.ROOT,
                        "before: %.1f MB, after: %.1f MB%n",
                        before / MEGA,
                        desk.table().size() / MEGA));
        return ExitCode.DONE;
    }
}
