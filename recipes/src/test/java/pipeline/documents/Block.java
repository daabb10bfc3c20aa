package pipeline.documents;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a Markdown file.
 *
 * @param line where it begins, from 1
 * @param kind the word behind the fence, such as {@code sh}; may be empty
 * @param marks what the comments directly above it say, such as {@code <!-- file: a.map -->}
 * @param text its lines, each with its end
 */
record Block(int line, String kind, Map<String, String> marks, String text) {

    private static final String FENCE = "```";
    private static final Pattern MARK = Pattern.compile("<!-- ([a-z]+): (.*) -->");

    /** Reads all blocks of a file. */
    static List<Block> read(Path file) throws Exception {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(FENCE)) {
                int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(FENCE);
                if (end == i) {
                    throw new AssertionError(file + ":" + (i + 1) + ": the block has no end");
                }
                String text = String.join(
                        "",
                        lines.subList(i + 1, end).stream()
                                .map(line -> line + "\n")
                                .toList());
                blocks.add(new Block(
                        i + 1, lines.get(i).substring(FENCE.length()).strip(), marks(lines.subList(0, i)), text));
                i = end;
            }
        }
        return blocks;
    }

    /** Returns whether it is a command that the test of its document runs; the command of all tests is not. */
    boolean isRun() {
        return kind.equals("sh") && !marks.containsKey("file") && !"tests".equals(marks.get("command"));
    }

    private static Map<String, String> marks(List<String> above) {
        Map<String, String> marks = new HashMap<>();
        for (int i = above.size() - 1; i >= 0; i--) {
            Matcher mark = MARK.matcher(above.get(i));
            if (!mark.matches()) {
                break;
            }
            marks.put(mark.group(1), mark.group(2));
        }
        return marks;
    }
}
