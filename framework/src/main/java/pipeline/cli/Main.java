package pipeline.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.console.StandardOutput;
import pipeline.cli.console.TerminalOutput;
import pipeline.cli.console.Tty;
import pipeline.cli.jobs.JobsCommands;
import pipeline.recipe.UsageException;
import pipeline.store.OpenMode;
import pipeline.store.settings.JobTables;
import pipeline.text.VisibleText;

/** The command {@code pipeline}. */
public final class Main {

    private Main() {}

    /** Does what the arguments ask for and ends the JVM with the exit status that tells how it went. */
    public static void main(String[] args) {
        // Log4j's own hook would close the log while an interrupted run still writes to it
        System.setProperty("log4j.shutdownHookEnabled", "false");
        CommandWord word = CommandWord.of(WordOrder.of(List.of(args)));
        if (word == CommandWord.TABLE || word == CommandWord.EXAMPLE) {
            // these commands log nothing, and half of their time would go into Log4j's start
            System.setProperty(
                    "log4j2.loggerContextFactory", "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
        }
        PrintStream out = StandardOutput.to(output(FileDescriptor.out, 1), () -> Tty.isWaitingPipe(1), false);
        PrintStream err = StandardOutput.to(output(FileDescriptor.err, 2), () -> Tty.isWaitingPipe(2), true);
        CliEnvironment environment = new CliEnvironment(
                out,
                err,
                Tty.ofThisProcess(System.getenv()),
                Path.of("").toAbsolutePath(),
                System.getenv(),
                Clock.systemUTC());
        int status = run(List.of(args), environment, RecipeCatalogue::load, new EngineFactory(environment.variables()));
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
            CliEnvironment environment,
            Supplier<RecipeCatalogue> catalogue,
            Engine.Factory engines) {
        List<String> args = WordOrder.of(typed);
        try {
            LocaleCheck.check(args, System.getProperty("sun.jnu.encoding", "UTF-8"), LocaleCheck::ofThisProcess);
            return switch (CommandWord.of(args)) {
                case TABLE ->
                    new JobsCommands(
                                    environment,
                                    (settings, isChanging) ->
                                            JobTables.open(settings, isChanging ? OpenMode.WRITE : OpenMode.READ),
                                    configuration -> ConfiguredHosts.read(configuration, environment.variables()),
                                    (configuration, runtime) ->
                                            RunSections.from(configuration, runtime, environment, engines))
                            .run(args)
                            .code();
                case EXAMPLE ->
                    new ExampleCommand(environment)
                            .run(args.subList(1, args.size()))
                            .code();
                case REFRESH ->
                    new PipelineCommand<>(
                                    catalogue.get(),
                                    new PipelineCommand.Mode<>(
                                            CommandWord.REFRESH_WORDS,
                                            RefreshOptions::new,
                                            new RefreshCommand(environment, engines),
                                            List.of(),
                                            CommandHelp.refresh()),
                                    environment)
                            .run(args);
                case WORK -> work(catalogue.get(), environment, engines, args);
                case RECIPE -> recipe(catalogue.get(), environment, engines, args);
            };
        } catch (UsageException | UserErrorException e) {
            environment.err().print(VisibleText.lines("pipeline: " + e.getMessage(), ""));
            return RunStatus.of(e).exitCode().code();
        }
    }

    private static int work(
            RecipeCatalogue recipes, CliEnvironment environment, Engine.Factory engines, List<String> args) {
        PipelineCommand.Mode<WorkOptions> mode = new PipelineCommand.Mode<>(
                List.of(CommandWord.WORK_WORD),
                WorkOptions::new,
                new WorkCommand(environment, engines),
                List.of(),
                CommandHelp.work(recipes.recipes()));
        return new PipelineCommand<>(recipes, mode, environment).run(args);
    }

    private static int recipe(
            RecipeCatalogue recipes, CliEnvironment environment, Engine.Factory engines, List<String> args) {
        PipelineCommand.Mode<RunOptions> mode = new PipelineCommand.Mode<>(
                List.of(),
                RunOptions::new,
                new RunCommand(environment, engines),
                CommandWord.ALL,
                CommandHelp.run(recipes.recipes()));
        return new PipelineCommand<>(recipes, mode, environment).run(args);
    }
}
