package pipeline.python;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import pipeline.recipe.InputDeclaration;
import pipeline.recipe.TypedInput;
import pipeline.text.Json;
import tools.jackson.core.JacksonException;

/** The inputs of recipes in Python as far as they are checked before anything starts; Python makes its values of the same texts. */
final class PythonInputs {

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DECIMAL =
            Pattern.compile("([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(e[+-]?[0-9]+)?|inf|infinity|nan");
    private static final Set<String> BOOLEANS = Set.of("True", "true", "False", "false", "None", "");

    private PythonInputs() {}

    /** Returns an input of a kind, whose value shows as the text that Python takes. */
    static TypedInput<?> typed(InputDeclaration input, String kind) {
        return switch (kind) {
            case "int" -> text(input, "N", "a whole number", WHOLE.asMatchPredicate());
            case "float" -> text(input, "NUMBER", "a number", PythonInputs::isNumber);
            case "bool" -> text(input, "BOOL", "True or False", BOOLEANS::contains);
            case "dict" -> text(input, "JSON", "a JSON object such as {\"a\": 1}", PythonInputs::isObject);
            case "file" -> input.existing();
            case "exec" -> input.executable();
            case "directory" -> input.outputDirectory();
            default -> input.text();
        };
    }

    private static TypedInput<String> text(
            InputDeclaration input, String placeholder, String wanted, Predicate<String> fits) {
        return input.as(String.class, placeholder, wanted, text -> fits.test(text) ? text : null);
    }

    private static boolean isNumber(String text) {
        return DECIMAL.matcher(text.toLowerCase(Locale.ROOT).replaceFirst("^[+-]", ""))
                .matches();
    }

    private static boolean isObject(String text) {
        try {
            return Json.read(text).isObject();
        } catch (JacksonException e) {
            return false;
        }
    }
}
