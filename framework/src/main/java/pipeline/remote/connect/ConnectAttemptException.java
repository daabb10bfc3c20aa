package pipeline.remote.connect;

import pipeline.remote.TransportException;

/** Thrown if an attempt to connect fails; says whether another attempt may help. */
final class ConnectAttemptException extends Exception {

    private static final long serialVersionUID = 1;

    /** What to do after a failed attempt. */
    enum Retry {
        /** The same would happen again. */
        NEVER,
        /** It was waited for long enough; only another address of the host may be better. */
        OTHER_ADDRESS,
        /** The network may have hiccuped. */
        ONCE,
        /** The server sheds load: come back later, and later again. */
        BACK_OFF
    }

    private final Retry retry;
    private final TransportException failure;

    ConnectAttemptException(Retry retry, TransportException failure) {
        super(failure);
        this.retry = retry;
        this.failure = failure;
    }

    Retry retry() {
        return retry;
    }

    TransportException failure() {
        return failure;
    }
}
