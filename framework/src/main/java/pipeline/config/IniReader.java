package pipeline.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads sections, keys and values from lines by the rules of Python's {@code ConfigParser} in its default settings:
 * {@code key = value} or {@code key: value}, keys in any case, comments only on lines of their own, and a line that is
 * indented deeper than its key continues the value, also after empty lines. Used once, by one thread.
 */
final class IniReader {

    /** A file with more mistakes is not a configuration file, and nobody reads more of them. */
    static final int MAX_PROBLEMS = 100;

    /** Far more than anybody has, even with a section for each of a thousand hosts. */
    static final int MAX_KEYS = 20_000;

    private static final Pattern KEY_VALUE = Pattern.compile("(?<key>[^=:]*)[=:](?<value>.*)", Pattern.DOTALL);

    private final Problems problems;
    private final Map<String, IniFile.Part> sections = new LinkedHashMap<>();

    private @Nullable String head;
    /** Takes in what stands below no section or a wrong head, so that it gives no further problems. */
    private Map<String, IniValue> current = new LinkedHashMap<>();

    private @Nullable OpenValue open;
    private int indent;
    private boolean complainedAboutMissingHead;
    /** Keys and heads that were kept. */
    private int keys;

    private IniReader(Problems problems) {
        this.problems = problems;
    }

    /** Reads the lines of a file. */
    static IniFile read(List<String> lines, Problems problems) {
        IniReader reader = new IniReader(problems);
        for (int number = 1; number <= lines.size(); number++) {
            if (problems.size() >= MAX_PROBLEMS) {
                problems.inLine(number, "too many problems, reading ends here");
                break;
            }
            if (reader.keys >= MAX_KEYS) {
                problems.inLine(number, "more than " + MAX_KEYS + " keys, reading ends here");
                break;
            }
            reader.line(lines.get(number - 1), number);
        }
        reader.close();
        return new IniFile(reader.sections);
    }

    private void line(String line, int number) {
        String text = line.strip();
        if (text.startsWith("#") || text.startsWith(";")) {
            return;
        }
        if (text.isEmpty()) {
            if (open != null) {
                open.lines.add("");
            }
            return;
        }
        int lineIndent = line.indexOf(text.charAt(0));
        if (open != null && lineIndent > indent) {
            open.lines.add(text);
            return;
        }
        indent = lineIndent;
        if (text.startsWith("[")) {
            head(text, number);
        } else {
            key(text, number);
        }
    }

    private void head(String text, int number) {
        String hint = wrappedLineHint();
        close();
        head = null;
        current = new LinkedHashMap<>();
        SectionHead parsed;
        try {
            parsed = SectionHead.parse(text);
        } catch (BadValueException e) {
            problems.inLine(number, e.problem() + hint);
            // what follows belongs to this head, wrong as it is
            head = "";
            return;
        }
        head = parsed.text();
        keys++;
        IniFile.Part known = sections.get(head);
        // ConfigParser, too, allows DEFAULT again, but no other section
        if (known != null && !head.equals(IniFile.DEFAULT)) {
            problems.inLine(
                    number,
                    "section [" + IniValue.shortened(head) + "] stands in line " + known.line()
                            + " already, expected it once");
        }
        current = sections.computeIfAbsent(head, key -> new IniFile.Part(number, new LinkedHashMap<>()))
                .values();
    }

    private void key(String text, int number) {
        if (head == null) {
            if (!complainedAboutMissingHead) {
                complainedAboutMissingHead = true;
                problems.inLine(
                        number,
                        IniValue.shown(text)
                                + " stands before the first section, expected a line such as [remote] above it");
            }
            return;
        }
        Matcher keyValue = KEY_VALUE.matcher(text);
        boolean delimited = keyValue.matches();
        String key = delimited ? keyValue.group("key").strip().toLowerCase(Locale.ROOT) : "";
        if (!delimited) {
            problems.inLine(number, "expected \"key = value\", but found " + IniValue.shown(text) + wrappedLineHint());
        } else if (key.isEmpty()) {
            problems.inLine(
                    number, "expected a key before the " + text.charAt(0) + ", but found " + IniValue.shown(text));
        } else if (key.indexOf('/') >= 0) {
            // a path in a line of its own, which its colon turns into a key
            problems.inLine(
                    number, "expected a key without \"/\", but found " + IniValue.shown(key) + wrappedLineHint());
        } else {
            close();
            keys++;
            open = new OpenValue(head, key, number);
            open.lines.add(keyValue.group("value").strip());
        }
    }

    /** Says what to do if the line was meant to belong to the value above it. */
    private String wrappedLineHint() {
        return open == null
                ? ""
                : "; if it continues the value of " + IniValue.shortened(open.key) + " in line " + open.number
                        + ", indent it";
    }

    private void close() {
        if (open != null) {
            IniValue value = open.value();
            IniValue earlier = current.putIfAbsent(value.key(), value);
            // what stands below a wrong head is not looked at
            if (earlier != null && !value.section().isEmpty()) {
                problems.inLine(
                        value.line(),
                        value.title() + " stands in line " + earlier.line() + " already, expected it once");
            }
            open = null;
        }
    }

    /** A value whose next line may still continue it. */
    private static final class OpenValue {
        private final String head;
        private final String key;
        private final int number;
        private final List<String> lines = new ArrayList<>();

        OpenValue(String head, String key, int number) {
            this.head = head;
            this.key = key;
            this.number = number;
        }

        IniValue value() {
            return new IniValue(head, key, String.join("\n", lines).stripTrailing(), number);
        }
    }
}
