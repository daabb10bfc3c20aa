package pipeline.mapfile;

import java.util.ArrayList;
import java.util.List;
import pipeline.literal.LiteralReader;
import pipeline.literal.LiteralToken;
import pipeline.parset.SourceText;

/** A list of files that stands inside a text, as maps of the multi form were saved: {@code "[a, b]"}. */
final class EmbeddedFileList {

    private EmbeddedFileList() {}

    /** Whether a text is a list and not the name of one file. */
    static boolean isList(String text) {
        return text.startsWith("[") && text.endsWith("]");
    }

    /**
     * Returns the files, which are all in quotes or all without; a name without quotes holds no comma.
     *
     * @param offset where the text begins in the source
     */
    static List<String> files(SourceText source, int offset, String text) throws MapfileException {
        String inside = text.substring(1, text.length() - 1).strip();
        if (inside.endsWith(",")) {
            inside = inside.substring(0, inside.length() - 1).strip();
        }
        if (inside.isEmpty()) {
            throw MapfileException.at(source, offset, "expected at least one file in this list");
        }
        return LiteralReader.startsText(inside, 0) ? quoted(source, offset, text) : bare(source, offset, inside);
    }

    /** Errors are reported at the text as a whole: once it had escapes, a place inside it is no place in the file. */
    private static List<String> quoted(SourceText source, int offset, String text) throws MapfileException {
        try {
            return literals(SourceText.of(source.name(), text));
        } catch (MapfileException e) {
            throw error(source, offset, e.problem());
        }
    }

    private static List<String> literals(SourceText list) throws MapfileException {
        Tokens tokens = new PythonTokens(list);
        tokens.next();
        List<String> files = new ArrayList<>();
        for (LiteralToken token = tokens.next(); token != LiteralToken.CLOSE; token = tokens.next()) {
            String wrong = token == LiteralToken.TEXT
                    ? FileNames.wrongFile(tokens.text())
                    : "expected a file's name in quotes, but found " + token.description();
            if (wrong != null) {
                throw MapfileException.at(list, tokens.offset(), wrong);
            }
            files.add(tokens.text());
        }
        // fails unless the list ends with the text
        tokens.next();
        return List.copyOf(files);
    }

    private static List<String> bare(SourceText source, int offset, String inside) throws MapfileException {
        List<String> files = new ArrayList<>();
        for (String item : inside.split(",", -1)) {
            String file = item.strip();
            String wrong = file.startsWith("'") || file.startsWith("\"")
                    ? "expected all names in quotes or none, but found " + FileNames.quoted(file)
                    : FileNames.wrongFile(file);
            if (wrong != null) {
                throw error(source, offset, wrong);
            }
            files.add(file);
        }
        return List.copyOf(files);
    }

    private static MapfileException error(SourceText source, int offset, String problem) {
        return MapfileException.at(source, offset, "in the list in this text: " + problem);
    }
}
