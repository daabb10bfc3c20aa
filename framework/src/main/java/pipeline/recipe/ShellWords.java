package pipeline.recipe;

import java.util.List;
import pipeline.text.ShellQuoting;

/**
 * Words as a POSIX shell reads them: quoted where they need it. Commands of {@code ComputeJob} need no quoting, since no shell sees
 * them; a line for {@code sh -c} does, and so does what a message shows.
 *
 * <pre>{@code
 * String line = "sort " + ShellWords.quote("/data/my file.csv") + " | uniq -c";
 * jobs.add(ComputeJob.command("node1", "sh", "-c", line));
 * }</pre>
 */
public final class ShellWords {

    private ShellWords() {}

    /** Returns a word quoted where it needs it: {@code it's} becomes {@code 'it'\''s'}. */
    public static String quote(String word) {
        return ShellQuoting.quote(word);
    }

    /** Returns words quoted where they need it, with a blank between them. */
    public static String quote(List<String> words) {
        return ShellQuoting.quoted(words);
    }
}
