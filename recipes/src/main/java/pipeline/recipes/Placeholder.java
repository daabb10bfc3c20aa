package pipeline.recipes;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What stands in a command for a part of a map entry; the words are those of GNU Parallel, and {@code {host}}. */
enum Placeholder {
    FILE("{}"),
    BASE_NAME("{/}"),
    WITHOUT_EXTENSION("{.}"),
    BASE_NAME_WITHOUT_EXTENSION("{/.}"),
    HOST("{host}");

    /** Finds every placeholder in a text, in one pass: what is filled in is not looked at again. */
    static final Pattern ANY = Pattern.compile(Arrays.stream(values())
            .map(placeholder -> Pattern.quote(placeholder.text))
            .collect(Collectors.joining("|")));

    private final String text;

    Placeholder(String text) {
        this.text = text;
    }

    /** Returns the placeholder that {@link #ANY} found. */
    static Placeholder named(String text) {
        for (Placeholder placeholder : values()) {
            if (placeholder.text.equals(text)) {
                return placeholder;
            }
        }
        throw new IllegalArgumentException("there is no placeholder " + text);
    }

    String text() {
        return text;
    }

    /** Returns what is filled in for a file, or for the host. */
    String of(String value) {
        return switch (this) {
            case FILE, HOST -> value;
            case BASE_NAME -> baseName(value);
            case WITHOUT_EXTENSION -> withoutExtension(value);
            case BASE_NAME_WITHOUT_EXTENSION -> withoutExtension(baseName(value));
        };
    }

    private static String baseName(String file) {
        String trimmed = withoutLastSlashes(file);
        return trimmed.equals("/") ? trimmed : trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    /** A name that begins with its only dot has no extension. */
    private static String withoutExtension(String file) {
        String trimmed = withoutLastSlashes(file);
        int dot = trimmed.lastIndexOf('.');
        return dot > trimmed.lastIndexOf('/') + 1 ? trimmed.substring(0, dot) : trimmed;
    }

    private static String withoutLastSlashes(String file) {
        int end = file.length();
        while (end > 1 && file.charAt(end - 1) == '/') {
            end--;
        }
        return file.substring(0, end);
    }
}
