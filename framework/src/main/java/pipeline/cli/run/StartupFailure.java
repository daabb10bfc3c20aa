package pipeline.cli.run;

import java.io.PrintStream;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ExitCode;
import pipeline.cli.plan.RunRequest;
import pipeline.cli.summary.RunStatus;

/** What is printed when a command ends with an exception outside of a recipe's run. */
final class StartupFailure {

    private final CliEnvironment environment;
    private final RunRequest request;

    StartupFailure(CliEnvironment environment, RunRequest request) {
        this.environment = environment;
        this.request = request;
    }

    /** Prints the message, and the stack trace of what nobody at the keyboard can put right. */
    ExitCode print(Exception e) {
        PrintStream err = environment.err();
        RunStatus status = RunStatus.of(e);
        err.print("pipeline: " + status.message() + "\n");
        if (request.common().debug || !status.isMistake()) {
            e.printStackTrace(err);
        }
        return status.exitCode();
    }
}
