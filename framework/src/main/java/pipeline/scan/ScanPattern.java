package pipeline.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import pipeline.text.ShellQuoting;

/**
 * A pattern of file names as shells have it: {@code *}, {@code ?} and {@code [a-z]} stand for parts of a name, {@code **} before
 * the last part for any number of directories. A leading {@code ~/} is the home directory on the host. Immutable.
 */
public final class ScanPattern {

    private static final String ANY_DEPTH = "**";
    private static final Pattern WILD = Pattern.compile("(?<!\\\\)[*?\\[]");
    private static final Pattern BRACES = Pattern.compile("(?<!\\\\)\\{[^/}]*,[^/}]*\\}");
    private static final Pattern NUMBERS = Pattern.compile("(?<!\\\\)\\[[0-9]{2,}[-,][^\\]/]*\\]");

    private final String text;
    private final boolean isInHome;
    private final boolean isDirectoriesOnly;
    /** Begins with a slash or a dot. */
    private final String root;
    /** Behind the root, one at least. */
    private final List<String> parts;

    private ScanPattern(String text, boolean isInHome, boolean isDirectoriesOnly, String root, List<String> parts) {
        this.text = text;
        this.isInHome = isInHome;
        this.isDirectoriesOnly = isDirectoriesOnly;
        this.root = root;
        this.parts = parts;
    }

    /**
     * Reads a pattern.
     *
     * @throws ScanPatternException if it is none, or would be mistaken
     */
    public static ScanPattern parse(String text) throws ScanPatternException {
        refuseMistaken(text);
        boolean isInHome = text.startsWith("~/");
        String path = isInHome ? text.substring(2) : text;
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        if (parts.isEmpty()) {
            throw wrong(text, "names no file; type a pattern such as '/data/*.csv'");
        }
        int fixed = 0;
        while (fixed < parts.size() - 1 && !WILD.matcher(parts.get(fixed)).find()) {
            fixed++;
        }
        List<String> wild = List.copyOf(parts.subList(fixed, parts.size()));
        refuseParts(text, wild);
        String root = (path.startsWith("/") ? "" : ".") + joined(parts.subList(0, fixed));
        return new ScanPattern(
                text, isInHome, path.endsWith("/"), root.isEmpty() ? "/" : root.replaceAll("\\\\(.)", "$1"), wild);
    }

    private static void refuseMistaken(String text) throws ScanPatternException {
        if (text.isBlank()) {
            throw wrong(text, "is empty; type a pattern such as '/data/*.csv'");
        }
        if (text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0) {
            throw wrong(text, "has a line end or a NUL character, which names in maps of found files do not have");
        }
        if (text.startsWith("~") && !text.startsWith("~/")) {
            throw wrong(text, "begins with ~, which is known before a slash only; type the directory");
        }
        if (BRACES.matcher(text).find()) {
            throw wrong(
                    text,
                    "has braces, which are not unfolded here; type a pattern for each, or \\{ for the brace itself");
        }
        if (NUMBERS.matcher(text).find()) {
            throw wrong(
                    text,
                    "has a range of numbers in brackets, but in a pattern brackets stand for one character; type [0-9][0-9] for two digits");
        }
    }

    private static void refuseParts(String text, List<String> wild) throws ScanPatternException {
        for (int i = 0; i < wild.size(); i++) {
            if (wild.get(i).equals("..")) {
                throw wrong(text, "has .. behind a pattern; type the directory");
            }
            if (wild.get(i).equals(ANY_DEPTH) && i != wild.size() - 2) {
                throw wrong(text, "has ** elsewhere than before the last part; type it as in '/data/**/*.MS'");
            }
        }
    }

    private static ScanPatternException wrong(String text, String problem) {
        return new ScanPatternException("the pattern " + ShellQuoting.quote(text) + " " + problem);
    }

    private static String joined(List<String> parts) {
        StringBuilder joined = new StringBuilder();
        parts.forEach(part -> joined.append('/').append(part));
        return joined.toString();
    }

    /** Returns it as it was typed. */
    public String text() {
        return text;
    }

    boolean isInHome() {
        return isInHome;
    }

    /**
     * Returns the arguments of {@code find} up to what it does with each file that fits. A file that fits is not looked into; a
     * directory that cannot lead to one is not entered.
     */
    List<String> expression(FileKind wanted) {
        FileKind kind = isDirectoriesOnly ? FileKind.DIRECTORY : wanted;
        int depth = parts.size();
        boolean isDeep = depth > 1 && parts.get(depth - 2).equals(ANY_DEPTH);
        int fixed = isDeep ? depth - 2 : depth - 1;
        List<String> fits = new ArrayList<>(isDeep ? below(fixed) : at(depth));
        fits.addAll(kind.test());
        List<String> all = new ArrayList<>(List.of(root, "(", "!", "(", "("));
        all.addAll(fits);
        // the root itself, and what leads on from it
        all.addAll(List.of(")", "-o", "-path", rootPattern()));
        for (int level = 1; level <= fixed; level++) {
            all.addAll(List.of("-o", "("));
            all.addAll(at(level));
            all.add(")");
        }
        if (isDeep) {
            all.addAll(List.of("-o", "(", "-path", stars(fixed + 1), "!", "-name", ".*", ")"));
        }
        all.addAll(List.of(")", "-prune", ")", "-o", "("));
        all.addAll(fits);
        all.addAll(List.of(")", "-prune"));
        return all;
    }

    /** Tests for what fits the first parts and lies exactly as deep: in these tests * stands for slashes as well. */
    private List<String> at(int level) {
        List<String> test = new ArrayList<>(
                List.of("-path", below() + joined(parts.subList(0, level)), "!", "-path", stars(level + 1)));
        if (!parts.get(level - 1).startsWith(".")) {
            test.addAll(List.of("!", "-path", stars(level - 1) + "/.*"));
        }
        return test;
    }

    /** Tests for what has the name of the last part, at any depth below the others. */
    private List<String> below(int fixed) {
        String name = parts.get(parts.size() - 1);
        List<String> test = new ArrayList<>(List.of("-path", stars(fixed + 1), "-name", name));
        if (!name.startsWith(".")) {
            test.addAll(List.of("!", "-name", ".*"));
        }
        return test;
    }

    private String stars(int level) {
        return below() + "/*".repeat(level);
    }

    /** Returns the root as a pattern of itself, without a slash at its end. */
    private String below() {
        return root.equals("/") ? "" : rootPattern();
    }

    private String rootPattern() {
        return root.replaceAll("[\\[\\]*?\\\\]", "\\\\$0");
    }

    @Override
    public String toString() {
        return text;
    }
}
