package pipeline.cli.jobs;

import java.io.IOException;
import pipeline.cli.ground.ExitCode;

/** A command on the job table; an object is made for one command line, which picocli puts into its fields. */
public interface TableCommand {

    /** Tells whether it changes the table, or only reads it. */
    default boolean isChanging() {
        return false;
    }

    /** Tells whether it needs the hosts as well. */
    default boolean isReachingHosts() {
        return false;
    }

    /** Gives the options that every command has. */
    BasicOptions basics();

    /** Does it. */
    ExitCode run(Desk desk) throws IOException, InterruptedException;

    /** Says that there is no table yet, which is no mistake of a command that only reads. */
    default ExitCode withoutTable(Desk.Empty desk) {
        desk.surroundings().err().print(desk.message() + "\n");
        return ExitCode.DONE;
    }
}
