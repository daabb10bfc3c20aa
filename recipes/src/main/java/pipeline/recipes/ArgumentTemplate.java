package pipeline.recipes;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/** A command whose words reach the program as they are. */
final class ArgumentTemplate implements CommandTemplate {

    private final List<String> template;

    private ArgumentTemplate(List<String> template, boolean isWhole) {
        List<String> all = new ArrayList<>(template);
        if (!isWhole) {
            all.add(Placeholder.FILE.text());
        }
        this.template = List.copyOf(all);
    }

    /** Takes the words as they were typed; without any placeholder in them, the files are appended. */
    ArgumentTemplate(List<String> words) {
        this(
                words,
                words.stream().anyMatch(word -> Placeholder.ANY.matcher(word).find()));
    }

    /** Takes words to which nothing is appended. */
    static ArgumentTemplate asTyped(List<String> words) {
        return new ArgumentTemplate(words, true);
    }

    @Override
    public List<String> words(String host, List<String> files) {
        List<String> words = new ArrayList<>();
        for (String word : template) {
            if (dependsOnFile(word)) {
                files.forEach(file -> words.add(filled(word, host, file)));
            } else {
                words.add(filled(word, host, ""));
            }
        }
        return words;
    }

    private static boolean dependsOnFile(String word) {
        return Placeholder.ANY
                .matcher(word)
                .results()
                .anyMatch(found -> !found.group().equals(Placeholder.HOST.text()));
    }

    private static String filled(String word, String host, String file) {
        return Placeholder.ANY.matcher(word).replaceAll(found -> {
            Placeholder placeholder = Placeholder.named(found.group());
            return Matcher.quoteReplacement(placeholder.of(placeholder == Placeholder.HOST ? host : file));
        });
    }
}
