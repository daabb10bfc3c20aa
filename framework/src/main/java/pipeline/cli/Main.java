package pipeline.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import pipeline.cli.ground.MistakeException;
import pipeline.cli.ground.Printable;
import pipeline.cli.ground.StandardOutput;
import pipeline.cli.ground.Surroundings;
import pipeline.cli.ground.TerminalOutput;
import pipeline.cli.ground.Tty;
import pipeline.cli.jobs.JobsCommands;
import pipeline.recipe.UsageException;
import pipeline.store.OpenMode;
import pipeline.store.settings.JobTables;

/** The command {@code pipeline}. */
public final class Main {

    private Main() {}

    /** Does what the arguments ask for and ends the JVM with the exit status that tells how it went. */
    public static void main(String[] args) {
        // Log4j's own hook would close the log while an interrupted run still writes to it
        System.setProperty("log4j.shutdownHookEnabled", "false");
        if (CommandWord.of(WordOrder.of(List.of(args))) == CommandWord.TABLE) {
            // these commands log nothing, and half of their time would go into Log4j's start
            System.setProperty(
                    "log4j2.loggerContextFactory", "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
        }
        PrintStream out = StandardOutput.to(output(FileDescriptor.out, 1), () -> Tty.isWaitingPipe(1), false);
        PrintStream err = StandardOutput.to(output(FileDescriptor.err, 2), () -> Tty.isWaitingPipe(2), true);
        Surroundings surroundings = new Surroundings(
                out,
                err,
                Tty.ofThisProcess(System.getenv()),
                Path.of("").toAbsolutePath(),
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

    /** What goes into a file or a pipe stays byte for byte. */
    private static OutputStream output(FileDescriptor file, int descriptor) {
        OutputStream out = new FileOutputStream(file);
        return Tty.isTerminal(descriptor) ? new TerminalOutput(out) : out;
    }

    /** Does what the arguments ask for and gives the exit status. Only commands on recipes look for them. */
    static int run(
            List<String> typed,
            Surroundings surroundings,
            Supplier<RecipeCatalogue> catalogue,
            Engine.Factory engines) {
        List<String> args = WordOrder.of(typed);
        try {
            LocaleCheck.check(args, System.getProperty("sun.jnu.encoding", "UTF-8"), LocaleCheck::ofThisProcess);
            return switch (CommandWord.of(args)) {
                case TABLE ->
                    new JobsCommands(
                                    surroundings,
                                    (settings, isChanging) ->
                                            JobTables.open(settings, isChanging ? OpenMode.WRITE : OpenMode.READ),
                                    configuration -> ConfiguredHosts.read(configuration, surroundings.environment()),
                                    (configuration, runtime) ->
                                            RunSections.from(configuration, runtime, surroundings, engines))
                            .run(args)
                            .code();
                case REFRESH ->
                    new PipelineCommand<>(
                                    catalogue.get(),
                                    new PipelineCommand.Mode<>(
                                            CommandWord.REFRESH_WORDS,
                                            RefreshOptions::new,
                                            new RefreshStarter(surroundings, engines),
                                            List.of(),
                                            Usage.refresh()),
                                    surroundings)
                            .run(args);
                case WORK -> work(catalogue.get(), surroundings, engines, args);
                case RECIPE -> recipe(catalogue.get(), surroundings, engines, args);
            };
        } catch (UsageException | MistakeException e) {
            surroundings.err().print(Printable.lines("pipeline: " + e.getMessage(), ""));
            return Verdict.of(e).exitCode().code();
        }
    }

    private static int work(
            RecipeCatalogue recipes, Surroundings surroundings, Engine.Factory engines, List<String> args) {
        PipelineCommand.Mode<WorkOptions> mode = new PipelineCommand.Mode<>(
                List.of(CommandWord.WORK_WORD),
                WorkOptions::new,
                new WorkStarter(surroundings, engines),
                List.of(),
                Usage.work(recipes.recipes()));
        return new PipelineCommand<>(recipes, mode, surroundings).run(args);
    }

    private static int recipe(
            RecipeCatalogue recipes, Surroundings surroundings, Engine.Factory engines, List<String> args) {
        PipelineCommand.Mode<RunOptions> mode = new PipelineCommand.Mode<>(
                List.of(),
                RunOptions::new,
                new RecipeStarter(surroundings, engines),
                CommandWord.ALL,
                Usage.run(recipes.recipes()));
        return new PipelineCommand<>(recipes, mode, surroundings).run(args);
    }
}
