package pipeline.cli.jobs;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pipeline.cli.ground.ExitCode;
import pipeline.job.JobEvent;
import pipeline.store.query.Condition;

/** Deletes what failed. */
@Command(
        name = "clear",
        customSynopsis = "pipeline jobs clear [OPTION...] [ID...]",
        description = "Deletes failed jobs with their attempts, so that the next run or refresh adds them as new ones."
                + " Asks first.")
final class ClearJobs extends TableChange {

    @Mixin
    Alteration alteration = new Alteration();

    @Mixin
    Confirmation confirmation = new Confirmation();

    @Override
    ExitCode run(Desk desk) throws IOException {
        Condition meant = alteration.meant(desk, JobEvent.CLEAR, JobEvent.CLEAR.from());
        return confirmation.isAgreed(desk, meant)
                ? alteration.change(desk, JobEvent.CLEAR, meant, "", "cleared")
                : ExitCode.DONE;
    }
}
