package pipeline.remote.shell;

import java.time.Duration;
import pipeline.remote.TransportException;

/** Makes the failure for a host that accepts the login and then does not run the command. */
final class LoginTimeout {

    private LoginTimeout() {}

    static TransportException of(String host, Duration limit) {
        return new TransportException(
                TransportException.Cause.SILENT,
                host,
                "logged in, but its shell did not answer within " + limit.toSeconds()
                        + " s; do the start-up files of the login shell wait for something, or start another shell that,"
                        + " as fish does, waits for the end of its input?");
    }
}
