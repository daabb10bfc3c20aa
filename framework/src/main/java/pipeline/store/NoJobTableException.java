package pipeline.store;

/** Nothing has been recorded yet: there is no job table at this place to look at. */
public final class NoJobTableException extends StoreException {
    private static final long serialVersionUID = 1;

    public NoJobTableException(String message) {
        super(message, null);
    }
}
