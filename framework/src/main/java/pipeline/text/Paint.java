package pipeline.text;

/** The colours in which words stand on a terminal. */
public enum Paint {
    RED("31"),
    YELLOW("33");

    private final String code;

    Paint(String code) {
        this.code = code;
    }

    /** Returns a text in this colour; it must do nothing else to a terminal, see {@link VisibleText}. */
    public String of(String text) {
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
