package pipeline.recipe.input;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pipeline.config.BadValueException;
import pipeline.config.ListParser;
import pipeline.recipe.spi.GivenInput;
import pipeline.text.ShellQuoting;

/** Several values in what was given for one input. */
public final class GivenTexts {

    private GivenTexts() {}

    /** Returns the values of a list. */
    public static List<String> each(GivenInput given) throws BadInputException {
        if (given.isTyped()) {
            return given.texts();
        }
        try {
            return ListParser.split(given.texts().get(0));
        } catch (BadValueException e) {
            throw new BadInputException(e.problem());
        }
    }

    /** Returns the pairs of a dict. */
    public static Map<String, String> pairs(GivenInput given) throws BadInputException {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : each(given)) {
            int at = text.indexOf('=');
            if (at < 1) {
                throw new BadInputException("must be KEY=VALUE, but was " + ShellQuoting.quote(text));
            }
            String key = text.substring(0, at).strip();
            if (pairs.putIfAbsent(key, text.substring(at + 1).strip()) != null) {
                throw new BadInputException("must have each key once, but has %s twice".formatted(key));
            }
        }
        return pairs;
    }
}
