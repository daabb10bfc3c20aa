package pipeline.mapfile;

import pipeline.literal.LiteralToken;

/** Reads a text token by token; keys of dicts are texts, and the text between tokens is checked on the way. */
interface Tokens {

    LiteralToken next() throws MapfileException;

    /** Returns where in the source the last token begins. */
    int offset();

    /** Returns the last text without quotes and escapes, or the last number as it was written. */
    String text();

    /** Returns how this language writes a truth value. */
    String spelled(boolean value);
}
