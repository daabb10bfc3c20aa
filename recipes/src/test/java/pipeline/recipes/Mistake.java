package pipeline.recipes;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mistake of somebody who writes recipes, as a text: first the files that they have, each below a line {@code === NAME}, then
 * the commands that they type, each as a line {@code $ pipeline …} and what it prints. {@code HERE} stands for their directory.
 *
 * @param name of the text, without its ending
 * @param files what lies in the directory
 * @param calls what is typed, in order
 */
record Mistake(String name, List<GivenFile> files, List<Call> calls) {

    private static final Pattern PART = Pattern.compile("(?m)^(?:=== (\\S+)(?: \\((.+)\\))?|\\$ (.+))\\n");

    /**
     * A file of theirs.
     *
     * @param form how its bytes differ from the text: {@code CRLF}, {@code BOM}, {@code Latin-1} or nothing
     */
    record GivenFile(String name, String form, String text) {

        void write(Path directory) throws IOException {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            String own = text.replace("HERE", directory.toString());
            Charset charset = form.equals("Latin-1") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
            String written = switch (form) {
                case "CRLF" -> own.replace("\n", "\r\n");
                case "BOM" -> "\uFEFF" + own;
                default -> own;
            };
            Files.write(file, written.getBytes(charset));
        }
    }

    /**
     * A command of theirs.
     *
     * @param line as it is typed
     * @param shown what it prints and how it ends
     */
    record Call(String line, String shown) {

        /** Returns the words behind {@code pipeline}. */
        String[] words() {
            return line.substring(line.indexOf("pipeline ") + "pipeline ".length())
                    .split(" ", -1);
        }

        /** Returns what stands before {@code pipeline}; with anything there the command gets a process of its own. */
        String before() {
            return line.substring(0, line.indexOf("pipeline ")).strip();
        }
    }

    static Mistake read(Path text) throws IOException {
        String content = Files.readString(text);
        List<GivenFile> files = new ArrayList<>();
        List<Call> calls = new ArrayList<>();
        Matcher matcher = PART.matcher(content);
        boolean isFound = matcher.find();
        while (isFound) {
            String file = matcher.group(1);
            String form = matcher.group(2) == null ? "" : matcher.group(2);
            String line = matcher.group(3);
            int begin = matcher.end();
            isFound = matcher.find();
            String part = content.substring(begin, isFound ? matcher.start() : content.length());
            if (file != null) {
                files.add(new GivenFile(file, form, part));
            } else {
                calls.add(new Call(line, part));
            }
        }
        return new Mistake(String.valueOf(text.getFileName()).replace(".txt", ""), files, calls);
    }

    /** Returns the text with what was printed in place of what is shown. */
    static String withShown(String content, List<String> printed) {
        int first = content.indexOf("\n$ ") + 1;
        StringBuilder text = new StringBuilder(content.substring(0, first));
        Matcher matcher = PART.matcher(content);
        int number = 0;
        for (int from = first; matcher.find(from); from = matcher.end()) {
            text.append(matcher.group()).append(printed.get(number++));
        }
        return text.toString();
    }
}
