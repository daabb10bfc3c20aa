package pipeline.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pipeline.text.ShellQuoting;

/**
 * A script of POSIX sh for a node, which lies as a file beside the class that sends it. Before its first command the file sets
 * its variables, each to nothing; they get their values when the script is made, quoted. A line {@code . ./other.sh} stands for
 * the other file, whose variables the first one must set too, and a line {@code : SCRIPT} for a script within. Comments and
 * indentation are not sent. Immutable; read once.
 */
public final class ShellScript {

    private static final Pattern VARIABLE = Pattern.compile("([a-z][a-z0-9_]*)=");
    private static final Pattern INCLUDED = Pattern.compile("\\. \\./([a-z-]+\\.sh)");
    private static final String WITHIN = ": SCRIPT";

    private final String file;
    private final List<String> variables = new ArrayList<>();
    /** What stands before the script within, or all, and what stands behind it. */
    private final List<String> parts;

    /**
     * Reads a script.
     *
     * @param place a class of the package in which the file lies
     */
    public ShellScript(Class<?> place, String file) {
        this.file = file;
        List<String> lines = new ArrayList<>();
        read(place, file, lines);
        int within = lines.indexOf(WITHIN);
        this.parts = within < 0
                ? List.of(text(lines))
                : List.of(text(lines.subList(0, within)), text(lines.subList(within + 1, lines.size())));
    }

    private void read(Class<?> place, String name, List<String> lines) {
        boolean isHead = true;
        for (String line : (Iterable<String>) content(place, name).lines().map(String::strip)::iterator) {
            Matcher variable = VARIABLE.matcher(line);
            Matcher included = INCLUDED.matcher(line);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (isHead && variable.matches()) {
                declare(variable.group(1), name);
                continue;
            }
            isHead = false;
            if (included.matches()) {
                read(place, included.group(1), lines);
            } else {
                lines.add(line);
            }
        }
    }

    private void declare(String variable, String name) {
        boolean isKnown = variables.contains(variable);
        if (name.equals(file) && !isKnown) {
            variables.add(variable);
        } else if (!isKnown) {
            throw new IllegalStateException(file + " does not set " + variable + ", which " + name + " needs");
        }
    }

    private static String content(Class<?> place, String name) {
        try (InputStream in = place.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + name + " beside " + place.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /**
     * Returns the script.
     *
     * @param values of all variables that it sets
     */
    public String with(Map<String, String> values) {
        StringBuilder text = assignments(values);
        parts.forEach(text::append);
        return text.toString();
    }

    /**
     * Returns the script.
     *
     * @param arguments what {@code "$@"} is in it
     */
    public String with(Map<String, String> values, List<String> arguments) {
        StringBuilder text = assignments(values).append(set(arguments));
        parts.forEach(text::append);
        return text.toString();
    }

    /** Returns the script with another one within, which stays as it is. */
    public String around(String script, Map<String, String> values) {
        return around(script, assignments(values));
    }

    /**
     * Returns the script with another one within, which stays as it is.
     *
     * @param arguments what {@code "$@"} is in it
     */
    public String around(String script, Map<String, String> values, List<String> arguments) {
        return around(script, assignments(values).append(set(arguments)));
    }

    private static String set(List<String> arguments) {
        return "set -- " + ShellQuoting.quoted(arguments) + "\n";
    }

    private String around(String script, StringBuilder head) {
        return head.append(parts.get(0))
                .append(script)
                .append('\n')
                .append(parts.get(1))
                .toString();
    }

    /**
     * Returns the script as one line that does the same when a shell evaluates it, for a shell that reads a line and leaves what
     * follows to the script.
     */
    public String asLine(Map<String, String> values) {
        return line(with(values));
    }

    /** Returns a script as one line that does the same when a shell evaluates it. */
    public static String line(String script) {
        String format = script.replace("\\", "\\\\").replace("%", "%%").replace("\n", "\\n");
        return "eval \"$(printf %s)\"\n".formatted(ShellQuoting.alwaysQuoted(format));
    }

    private StringBuilder assignments(Map<String, String> values) {
        if (values.size() != variables.size()) {
            throw new IllegalArgumentException(
                    "the variables of %s are %s, but were %s".formatted(file, variables, values.keySet()));
        }
        StringBuilder text = new StringBuilder();
        for (String variable : variables) {
            String value = values.get(variable);
            if (value == null) {
                throw new IllegalArgumentException("the variable " + variable + " of " + file + " has no value");
            }
            text.append(variable).append('=').append(ShellQuoting.quote(value)).append('\n');
        }
        return text;
    }
}
