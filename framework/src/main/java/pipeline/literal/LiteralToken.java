package pipeline.literal;

/** What lists and records are made of, in Python and in JSON. */
public enum LiteralToken {
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
    /** The end of the whole text. */
    END("the end of the file");

    private final String description;

    LiteralToken(String description) {
        this.description = description;
    }

    /** Returns what messages call it. */
    public String description() {
        return description;
    }
}
