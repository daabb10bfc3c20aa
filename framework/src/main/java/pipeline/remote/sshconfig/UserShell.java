package pipeline.remote.sshconfig;

/** The shell that runs what the SSH configuration says. */
public final class UserShell {

    private UserShell() {}

    /** Returns {@code $SHELL}, or the shell that every machine has. */
    public static String path() {
        String shell = System.getenv("SHELL");
        return shell == null || shell.isEmpty() ? "/bin/sh" : shell;
    }
}
