package pipeline.cli;

import java.io.PrintStream;
import pipeline.cli.ground.ExitCode;
import pipeline.cli.ground.Surroundings;

/** What is told when a command ends with an exception outside of a recipe's run. */
final class EarlyEnd {

    private final Surroundings surroundings;
    private final RunRequest request;

    EarlyEnd(Surroundings surroundings, RunRequest request) {
        this.surroundings = surroundings;
        this.request = request;
    }

    /** Prints the message, and the stack trace of what nobody at the keyboard can put right. */
    ExitCode print(Exception e) {
        PrintStream err = surroundings.err();
        Verdict verdict = Verdict.of(e);
        err.print("pipeline: " + verdict.message() + "\n");
        if (request.common().debug || !verdict.isMistake()) {
            e.printStackTrace(err);
        }
        return verdict.exitCode();
    }
}
