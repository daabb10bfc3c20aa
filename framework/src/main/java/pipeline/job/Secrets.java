package pipeline.job;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pipeline.text.ShellQuoting;

/**
 * Environment variables of a job whose values nobody is to see but the job: in the job table stand their names only, and what the
 * job prints or logs shows {@code ***} in their place. Immutable.
 *
 * <pre>{@code
 * Secrets secrets = Secrets.read(List.of("TOKEN", "PASSWORD=@/home/me/.password"), System.getenv());
 * ComputeJob fetch = job.secrets(secrets);
 * }</pre>
 */
public final class Secrets {

    /** A job that needs none. */
    public static final Secrets NONE = new Secrets(new TreeMap<>());

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final SortedMap<String, @Nullable String> values;

    private Secrets(SortedMap<String, @Nullable String> values) {
        this.values = values;
    }

    /**
     * Returns the same with one more.
     *
     * @throws IllegalArgumentException if the name is no name of a POSIX shell, or the value is empty or holds a NUL character
     */
    public Secrets with(String name, String value) {
        if (value.isEmpty() || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the secret " + ShellQuoting.quote(name)
                    + (value.isEmpty() ? " is empty" : " must not hold a NUL character"));
        }
        return plus(name, value);
    }

    /** Returns the same with one more of which the value is known to others only. */
    public Secrets withUnknown(String name) {
        return plus(name, null);
    }

    private Secrets plus(String name, @Nullable String value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of a secret must be letters, digits and underscores, but was "
                    + ShellQuoting.quote(name));
        }
        SortedMap<String, @Nullable String> all = new TreeMap<>(values);
        all.put(name, value);
        return new Secrets(all);
    }

    /**
     * Reads secrets as people name them on a command line, where no value may stand, since everybody on the machine can see it.
     *
     * @param typed {@code NAME} for a variable of the environment, {@code NAME=@FILE} for what a file holds, without its last line end
     * @throws IllegalArgumentException if one is not there; the message never holds a value
     */
    public static Secrets read(Collection<String> typed, Map<String, String> environment) {
        Secrets secrets = NONE;
        for (String word : typed) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            secrets = secrets.with(
                    name, equals < 0 ? variable(name, environment) : content(name, word.substring(equals + 1)));
        }
        return secrets;
    }

    private static String variable(String name, Map<String, String> environment) {
        String value = environment.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the secret " + ShellQuoting.quote(name)
                    + " is not in the environment of this command; set it there, or name a file that holds it: " + name
                    + "=@FILE");
        }
        return value;
    }

    private static String content(String name, String source) {
        if (!source.startsWith("@") || source.length() == 1) {
            throw new IllegalArgumentException("the value of the secret " + ShellQuoting.quote(name)
                    + " must not stand on the command line, where everybody can see it; name a variable of the environment"
                    + " or a file that holds it: NAME or NAME=@FILE");
        }
        Path file = Path.of(source.substring(1));
        try {
            return Files.readString(file).replaceFirst("\r?\n\\z", "");
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "the secret %s cannot be read: %s is no text in UTF-8".formatted(name, file), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the secret %s cannot be read: %s".formatted(name, e), e);
        }
    }

    /** Returns the same names; those of which the value is not known here have what an environment has under their names. */
    public Secrets filledFrom(Map<String, String> environment) {
        SortedMap<String, @Nullable String> all = new TreeMap<>(values);
        all.replaceAll((name, value) -> value != null ? value : emptyIsNone(environment.get(name)));
        return new Secrets(all);
    }

    private static @Nullable String emptyIsNone(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }

    /** Returns whether there is none. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Returns the names of the variables. */
    public Set<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** Returns the names of those of which the value is not known here. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        values.forEach((name, value) -> {
            if (value == null) {
                missing.add(name);
            }
        });
        return missing;
    }

    /** Returns the values that are known, by the names of the variables. */
    public Map<String, String> values() {
        Map<String, String> known = new TreeMap<>();
        values.forEach((name, value) -> {
            if (value != null) {
                known.put(name, value);
            }
        });
        return known;
    }

    @Override
    public String toString() {
        return String.join(", ", values.keySet());
    }
}
