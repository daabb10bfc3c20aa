package pipeline.cli.jobs;

import java.io.IOException;
import picocli.CommandLine.Mixin;
import pipeline.cli.common.ExitCode;

/** A command on the job table; an object is made for one command line, which picocli puts into its fields. */
abstract class TableCommand {

    @Mixin
    final TableOptions options = new TableOptions();

    /** Tells whether it changes the table, or only reads it. */
    boolean isChanging() {
        return false;
    }

    /** Tells whether it needs the hosts as well. */
    boolean isReachingHosts() {
        return false;
    }

    /** Does it. */
    abstract ExitCode run(TableContext context) throws IOException, InterruptedException;

    /** Says that there is no table yet, which is no mistake of a command that only reads. */
    ExitCode withoutTable(TableContext.Empty context) {
        context.environment().err().print(context.message() + "\n");
        return ExitCode.DONE;
    }
}
