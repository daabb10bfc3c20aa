package pipeline.source;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/** What javac says, as {@code MyRecipe.java:12:8: error: …} with the line and a caret below it. */
final class CompilerMessages {

    /** Beyond it, later errors follow from earlier ones. */
    private static final int MOST_SHOWN = 20;

    private CompilerMessages() {}

    /** Returns one text for all diagnostics, the first {@value #MOST_SHOWN} in full. */
    static String text(List<Diagnostic<? extends JavaFileObject>> diagnostics) {
        String shown = diagnostics.stream()
                .limit(MOST_SHOWN)
                .map(CompilerMessages::text)
                .collect(Collectors.joining("\n"));
        int more = diagnostics.size() - MOST_SHOWN;
        return more > 0 ? shown + "\nand " + more + " more" : shown;
    }

    static String text(Diagnostic<? extends JavaFileObject> diagnostic) {
        String kind = diagnostic.getKind() == Diagnostic.Kind.ERROR ? "error" : "warning";
        String message = kind + ": " + diagnostic.getMessage(Locale.ROOT) + cure(diagnostic);
        JavaFileObject source = diagnostic.getSource();
        return source == null || diagnostic.getPosition() == Diagnostic.NOPOS
                ? message
                : text(Position.of(source, diagnostic.getPosition()), message);
    }

    /** A node program without its types has no method that overrides {@code run}. */
    private static String cure(Diagnostic<? extends JavaFileObject> diagnostic) {
        boolean isNodeProgram = diagnostic.getCode().equals("compiler.err.does.not.override.abstract")
                && diagnostic.getMessage(Locale.ROOT).endsWith(" in " + JavaCompilation.NODE_PROGRAM);
        return isNodeProgram ? "; " + NodeClassCheck.CURE : "";
    }

    /** Writes a message with its position, the line there and a caret. */
    static String text(Position position, String message) {
        return "%s:%d:%d: %s\n  %s\n  %s^"
                .formatted(
                        position.fileName(),
                        position.line(),
                        position.column(),
                        message,
                        position.text(),
                        blanks(position.text(), position.column() - 1));
    }

    /** As many blanks as characters stand before the caret; tabs stay, so that it stands right in every terminal. */
    private static String blanks(String line, int count) {
        return line.chars().limit(count).mapToObj(c -> c == '\t' ? "\t" : " ").collect(Collectors.joining());
    }
}
