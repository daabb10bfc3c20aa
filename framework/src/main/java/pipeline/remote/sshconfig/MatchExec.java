package pipeline.remote.sshconfig;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs the command of a {@code Match exec} as ssh does: by the user's shell, without input or output. */
final class MatchExec {

    private MatchExec() {}

    /** Returns whether the command ends with 0 in time. */
    static boolean succeeds(SshConfigLine line, String command, Duration limit) throws SshConfigException {
        Process process;
        try {
            process = new ProcessBuilder(UserShell.path(), "-c", command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new SshConfigException(line.where() + ": Match exec cannot run " + command + " (" + e.getMessage()
                    + "); is the shell $SHELL = " + UserShell.path() + " there?");
        }
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue() == 0;
            }
            kill(process);
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
        }
        throw new SshConfigException(line.where() + ": Match exec did not end in " + limit.toMillis() / 1000.0 + " s: "
                + command + "; see connect_timeout");
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
