package pipeline.testing.stores;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A process that waits for the end of this JVM, however it comes, then kills a server and deletes its directory. The
 * pipe to its standard input tells it: nobody else holds the other end.
 */
final class ServerGuard implements AutoCloseable {

    /** In the environment of servers that serve more than one class of tests, which the leak check lets live. */
    static final String MARKER = "PIPELINE_TEST_SERVER";

    private static final String SCRIPT = "trap '' INT TERM HUP; cat >/dev/null; "
            + "[ ! -f \"$2\" ] || kill -KILL \"$(head -n 1 \"$2\")\"; "
            + "rm -rf \"$1\" || { sleep 1; rm -rf \"$1\"; }";

    private final Process process;

    /**
     * Starts it.
     *
     * @param pidFile the server's process number is its first line while it runs
     */
    ServerGuard(Path directory, Path pidFile) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", "-c", SCRIPT, "guard", directory.toString(), pidFile.toString());
        builder.environment().put(MARKER, "guard");
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        this.process = builder.start();
    }

    /** Does its work now. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }
}
