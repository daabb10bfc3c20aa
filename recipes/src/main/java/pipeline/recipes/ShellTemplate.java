package pipeline.recipes;

import java.util.List;
import java.util.regex.Matcher;
import pipeline.recipe.ShellWords;
import pipeline.recipe.UsageException;

/** A command of sh in which files and host appear quoted, so that the shell takes each of them for one word. */
final class ShellTemplate implements CommandTemplate {

    private final String template;

    /**
     * Takes the command as it was typed; without any placeholder in it, the files are appended.
     *
     * @throws UsageException if a placeholder stands between quotes, where quoting it would open what they close
     */
    ShellTemplate(String command) {
        this.template = Placeholder.ANY.matcher(command).find() ? command : command + " " + Placeholder.FILE.text();
        refuseQuotedPlaceholders();
    }

    @Override
    public List<String> words(String host, List<String> files) {
        String command = Placeholder.ANY.matcher(template).replaceAll(found -> {
            Placeholder placeholder = Placeholder.named(found.group());
            List<String> values = placeholder == Placeholder.HOST ? List.of(host) : files;
            return Matcher.quoteReplacement(
                    ShellWords.quote(values.stream().map(placeholder::of).toList()));
        });
        return List.of("sh", "-c", command);
    }

    private void refuseQuotedPlaceholders() {
        Matcher placeholder = Placeholder.ANY.matcher(template);
        char quote = 0;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == '\\' && quote != '\'') {
                i++;
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
                if (c == '{' && placeholder.region(i, template.length()).lookingAt()) {
                    throw new UsageException(("with --shell %s is quoted already, and quotes around it would undo that;"
                                    + " take them away in: %s")
                            .formatted(placeholder.group(), template));
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
            }
        }
    }
}
