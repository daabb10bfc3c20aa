package pipeline.mapfile;

import pipeline.literal.LiteralException;
import pipeline.literal.LiteralReader;
import pipeline.literal.LiteralToken;
import pipeline.parset.SourceText;

/** The tokens of Python literals; mistakes are reported with the line and the column. */
final class PythonTokens implements Tokens {

    private final SourceText source;
    private final LiteralReader reader;

    PythonTokens(SourceText source) {
        this.source = source;
        this.reader = LiteralReader.ofPython(source.text());
    }

    @Override
    public LiteralToken next() throws MapfileException {
        try {
            return reader.next();
        } catch (LiteralException e) {
            throw MapfileException.at(source, e.offset(), e.problem());
        }
    }

    @Override
    public int offset() {
        return reader.offset();
    }

    @Override
    public String text() {
        return reader.text();
    }

    @Override
    public String spelled(boolean truth) {
        return truth ? "True" : "False";
    }
}
