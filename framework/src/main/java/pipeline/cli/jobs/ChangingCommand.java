package pipeline.cli.jobs;

/** A command that changes the job table. */
abstract class ChangingCommand extends TableCommand {

    @Override
    final boolean isChanging() {
        return true;
    }
}
