package pipeline.cli.run;

/** Closes something once, for the first who wants it; who comes second waits until it is closed. Thread-safe. */
final class OnceCloseable implements AutoCloseable {

    private final Runnable closer;
    private boolean closed;

    OnceCloseable(Runnable closer) {
        this.closer = closer;
    }

    /** Closes it; the lock is held meanwhile, and serves nothing else. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            closer.run();
        }
    }
}
