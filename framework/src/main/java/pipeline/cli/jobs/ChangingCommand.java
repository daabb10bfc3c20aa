package pipeline.cli.jobs;

import pipeline.cli.table.TableCommand;

/** A command that changes the job table. */
abstract class ChangingCommand extends TableCommand {

    @Override
    protected final boolean isChanging() {
        return true;
    }
}
