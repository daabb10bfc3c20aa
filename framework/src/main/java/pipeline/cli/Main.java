package pipeline.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import pipeline.recipe.UsageException;

/** The command {@code pipeline}. */
public final class Main {

    private Main() {}

    /** Runs a recipe and ends the JVM with the exit status that tells how it went. */
    public static void main(String[] args) {
        // Log4j's own hook would close the log while an interrupted run still writes to it
        System.setProperty("log4j.shutdownHookEnabled", "false");
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(
                out,
                err,
                Path.of("").toAbsolutePath(),
                Surroundings.home(System.getenv(), System.getProperty("user.home")),
                System.getenv(),
                Clock.systemUTC());
        int status = run(
                List.of(args),
                surroundings,
                RecipeCatalogue::load,
                new Wiring(surroundings.environment(), surroundings.clock()));
        out.flush();
        System.exit(status);
    }

    /** Does what the arguments ask for and gives the exit status. */
    static int run(
            List<String> args, Surroundings surroundings, Supplier<RecipeCatalogue> catalogue, Engine.Factory engines) {
        try {
            LocaleCheck.check(args, System.getProperty("sun.jnu.encoding", "UTF-8"));
            RecipeStarter starter = new RecipeStarter(surroundings, engines);
            return new PipelineCommand(catalogue.get(), starter, surroundings).run(args);
        } catch (UsageException | MistakeException e) {
            surroundings.err().print("pipeline: " + e.getMessage() + "\n");
            return Verdict.of(e).exitCode().code();
        }
    }
}
