package pipeline.recipe.run;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import pipeline.text.ShellQuoting;

/**
 * Names the calls of one run, the same ones in every run of the same recipe: those without a name are counted, and a name
 * that is used again has its number behind it. Thread-safe.
 */
final class StepNames {

    /** The rest is kept for the names that calls get by themselves: numbers, and {@code name#2}. */
    private static final Pattern NAME = Pattern.compile("(?=.*[^0-9])[^#\\p{Cntrl}]{1,200}");

    private final Map<String, Integer> used = new HashMap<>();
    private int unnamed;

    /** Names a call that gives no name. */
    synchronized String next() {
        unnamed++;
        return String.valueOf(unnamed);
    }

    /**
     * Names a call that gives one.
     *
     * @throws IllegalArgumentException if it is no name
     */
    synchronized String next(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a step's name must have 1 to 200 characters, no '#', no control characters, and not be a number, but was "
                            + ShellQuoting.quote(name));
        }
        int round = used.merge(name, 1, Integer::sum);
        return round == 1 ? name : name + "#" + round;
    }
}
