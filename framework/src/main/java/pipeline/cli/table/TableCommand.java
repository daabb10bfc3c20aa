package pipeline.cli.table;

import java.io.IOException;
import picocli.CommandLine.Mixin;
import pipeline.cli.common.ExitCode;

/** A command on the job table; an object is made for one command line, which picocli puts into its fields. */
public abstract class TableCommand {

    @Mixin
    final TableOptions options = new TableOptions();

    /** Returns whether it changes the table, or only reads it. */
    protected boolean isChanging() {
        return false;
    }

    /** Returns whether it needs the hosts as well. */
    protected boolean isReachingHosts() {
        return false;
    }

    /** Does it. */
    protected abstract ExitCode run(TableContext context) throws IOException, InterruptedException;

    /** Says that there is no table yet, which is no mistake of a command that only reads. */
    protected ExitCode withoutTable(TableContext.Empty context) {
        context.environment().err().print(context.message() + "\n");
        return ExitCode.DONE;
    }
}
