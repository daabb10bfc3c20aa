package pipeline.remote.connect;

import java.util.List;
import java.util.concurrent.CompletionException;
import pipeline.remote.TransportException;
import pipeline.remote.TransportException.Cause;
import pipeline.remote.sshconfig.SshHost;

/** Finds the transport failure in what a future failed with. */
final class ConnectFailures {

    private ConnectFailures() {}

    /** Returns the failure; anything else than a transport failure is a fault of ours and says so. */
    static TransportException of(String host, Throwable error) {
        Throwable reason = error;
        while (reason instanceof CompletionException && reason.getCause() != null) {
            reason = reason.getCause();
        }
        return reason instanceof TransportException failure
                ? failure
                : new TransportException(
                        Cause.HANDSHAKE,
                        host,
                        "connecting failed (" + reason + "); this is a fault of Pipeline, please report it",
                        reason);
    }

    /** Returns the failure of the last host of a route because of the hosts before it. */
    static TransportException byWayOf(List<SshHost> route, Throwable error) {
        String jump = route.get(route.size() - 2).name();
        TransportException failure = of(jump, error);
        return new TransportException(
                failure.cause(),
                route.get(route.size() - 1).name(),
                "its jump host is not reached: " + failure.getMessage(),
                failure);
    }
}
