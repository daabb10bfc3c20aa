package pipeline.cli.jobs;

import java.io.IOException;
import picocli.CommandLine.Mixin;
import pipeline.cli.ground.ExitCode;

/** A command on the job table; an object is made for one command line, which picocli puts into its fields. */
abstract class TableCommand {

    @Mixin
    final BasicOptions basics = new BasicOptions();

    /** Tells whether it changes the table, or only reads it. */
    boolean isChanging() {
        return false;
    }

    /** Tells whether it needs the hosts as well. */
    boolean isReachingHosts() {
        return false;
    }

    /** Does it. */
    abstract ExitCode run(Desk desk) throws IOException, InterruptedException;

    /** Says that there is no table yet, which is no mistake of a command that only reads. */
    ExitCode withoutTable(Desk.Empty desk) {
        desk.surroundings().err().print(desk.message() + "\n");
        return ExitCode.DONE;
    }
}
