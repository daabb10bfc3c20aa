package pipeline.recipes;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/** A command whose words reach the program as they are. */
final class WordTemplate implements Template {

    private final List<String> template;

    /** Takes the words as they were typed; without any placeholder in them, the files are appended. */
    WordTemplate(List<String> words) {
        List<String> all = new ArrayList<>(words);
        if (words.stream().noneMatch(word -> Placeholder.ANY.matcher(word).find())) {
            all.add(Placeholder.FILE.text());
        }
        this.template = List.copyOf(all);
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
