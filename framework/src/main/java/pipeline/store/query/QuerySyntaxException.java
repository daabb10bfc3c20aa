package pipeline.store.query;

/** Something in the text of a query cannot be understood. */
final class QuerySyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    private final int at;

    /**
     * Says what is wrong.
     *
     * @param at where in the text, in chars from 0
     */
    QuerySyntaxException(int at, String problem) {
        super(problem);
        this.at = at;
    }

    int at() {
        return at;
    }
}
