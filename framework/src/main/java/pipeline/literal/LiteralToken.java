package pipeline.mapfile;

/** What lists and records are made of, in Python and in JSON. */
enum Token {
    LIST("a list"),
    TUPLE("a tuple"),
    DICT("a dict"),
    /** The end of the innermost list, tuple or dict. */
    CLOSE("the closing bracket"),
    TEXT("a text"),
    NUMBER("a number"),
    TRUE("a truth value"),
    FALSE("a truth value"),
    NOTHING("nothing"),
    /** The end of the file. */
    END("the end of the file");

    private final String description;

    Token(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }
}
