package pipeline.cli.maps;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.mapfile.MapfileForm;
import pipeline.text.ShellQuoting;

/** The option that says in which form a map is written. */
final class MapFormOption {

    private static final Map<String, MapfileForm> FORMS = forms();

    @Option(
            names = "--form",
            paramLabel = "FORM",
            order = 31,
            description = "The form of the map: parset, tuples, dicts, multi, json or jsonl.")
    @Nullable
    String form;

    private static Map<String, MapfileForm> forms() {
        Map<String, MapfileForm> forms = new LinkedHashMap<>();
        forms.put("parset", MapfileForm.PARSET);
        forms.put("tuples", MapfileForm.TUPLES);
        forms.put("dicts", MapfileForm.DICTS);
        forms.put("multi", MapfileForm.MULTI);
        forms.put("json", MapfileForm.JSON);
        forms.put("jsonl", MapfileForm.JSON_LINES);
        return forms;
    }

    /** Returns the word for a form. */
    static String word(MapfileForm form) {
        return FORMS.entrySet().stream()
                .filter(entry -> entry.getValue() == form)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    boolean isTyped() {
        return form != null;
    }

    /**
     * Returns the form that was typed, or else another.
     *
     * @throws UserErrorException if there is no such form
     */
    MapfileForm form(MapfileForm otherwise) {
        String word = form;
        if (word == null) {
            return otherwise;
        }
        MapfileForm known = FORMS.get(word);
        if (known == null) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "--form must be one of %s, but was %s%s"
                            .formatted(
                                    String.join(", ", FORMS.keySet()),
                                    ShellQuoting.quote(word),
                                    DidYouMean.didYouMean(word, FORMS.keySet())));
        }
        return known;
    }
}
