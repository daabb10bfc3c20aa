package pipeline.mapfile;

import java.io.StringReader;
import pipeline.literal.LiteralToken;
import pipeline.parset.SourceText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** The tokens of JSON; {@code #} comments and a comma before a closing bracket are tolerated as in the other forms. */
final class JsonTokens implements Tokens {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_YAML_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(50).build())
            .build();

    private final SourceText source;
    private final JsonParser parser;
    private String value = "";

    JsonTokens(SourceText source) {
        this.source = source;
        this.parser = JSON.createParser(ObjectReadContext.empty(), new StringReader(source.text()));
    }

    @Override
    public LiteralToken next() throws MapfileException {
        try {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return LiteralToken.END;
            }
            if (token.isScalarValue() || token == JsonToken.PROPERTY_NAME) {
                // here and not on demand: the parser reads a text to its end, and finds mistakes in it, only now
                value = parser.getString();
            }
            return token(token);
        } catch (UnexpectedEndOfInputException e) {
            throw error(e, "the file ends inside a value, expected the closing quote or bracket");
        } catch (StreamConstraintsException e) {
            throw error(e, "too much for one value of a map: " + e.getOriginalMessage());
        } catch (JacksonException e) {
            throw error(e, "not JSON: " + e.getOriginalMessage());
        }
    }

    private static LiteralToken token(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> LiteralToken.LIST;
            case START_OBJECT -> LiteralToken.DICT;
            case END_ARRAY, END_OBJECT -> LiteralToken.CLOSE;
            case PROPERTY_NAME, VALUE_STRING -> LiteralToken.TEXT;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> LiteralToken.NUMBER;
            case VALUE_TRUE -> LiteralToken.TRUE;
            case VALUE_FALSE -> LiteralToken.FALSE;
            case VALUE_NULL -> LiteralToken.NOTHING;
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new IllegalStateException("no token of JSON: " + token);
        };
    }

    @Override
    public int offset() {
        return offset(parser.currentTokenLocation());
    }

    @Override
    public String text() {
        return value;
    }

    @Override
    public String spelled(boolean truth) {
        return String.valueOf(truth);
    }

    private MapfileException error(JacksonException e, String problem) {
        // a limit that is passed has no place of its own
        TokenStreamLocation place = e.getLocation();
        return MapfileException.at(source, offset(place == null ? parser.currentLocation() : place), problem);
    }

    private int offset(TokenStreamLocation location) {
        return (int)
                Math.max(0, Math.min(location.getCharOffset(), source.text().length()));
    }
}
