package pipeline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import pipeline.cli.catalogue.RecipeCatalogue;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.console.Tty;
import pipeline.cli.engine.Engine;
import pipeline.recipe.Recipe;

/** A place to type commands at: its own directories and clock, and both outputs kept. */
public final class Terminal {

    static final Instant NOW = Instant.parse("2026-10-28T14:14:18.900Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Path directory;
    private final Map<String, String> variables = new HashMap<>();
    private boolean broken;
    private @Nullable String typed;
    private final RecipeCatalogue catalogue;
    private final Engine.Factory engines;

    public Terminal(Path directory, Engine.Factory engines, List<Class<? extends Recipe>> recipes) {
        this.directory = directory;
        variables.put("HOME", directory.resolve("home").toString());
        variables.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
        this.engines = engines;
        this.catalogue = new RecipeCatalogue(recipes);
    }

    /** Returns what a command finds that is not run. */
    static CliEnvironment nowhere() {
        return new Terminal(
                        Path.of("/"),
                        configuration -> {
                            throw new AssertionError();
                        },
                        List.of())
                .environment();
    }

    /** Types a command and gives its exit status. */
    public int type(String... words) {
        out.reset();
        err.reset();
        return Main.run(List.of(words), environment(), () -> catalogue, engines);
    }

    /** Sets a variable of the environment from now on. */
    public void set(String variable, String value) {
        variables.put(variable, value);
    }

    /** From now on somebody sits there, who types this into each command. */
    Terminal answering(String lines) {
        typed = lines;
        return this;
    }

    /** From now on standard output takes nothing. */
    public void breakOut() {
        broken = true;
    }

    public String out() {
        return out.toString(UTF_8);
    }

    public String err() {
        return err.toString(UTF_8);
    }

    private CliEnvironment environment() {
        return new CliEnvironment(
                new PrintStream(broken ? new BrokenStream() : out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                typed == null ? Tty.nobody() : Tty.of(new StringReader(typed), OptionalInt.empty()),
                directory,
                variables,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static final class BrokenStream extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("no space left on device");
        }
    }
}
