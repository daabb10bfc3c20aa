package pipeline.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import pipeline.cli.catalogue.RecipeCatalogue;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandNode;
import pipeline.cli.common.CommandRunner;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.console.LiveScreen;
import pipeline.cli.console.StandardOutput;
import pipeline.cli.console.TerminalOutput;
import pipeline.cli.console.Tty;
import pipeline.cli.engine.Engine;
import pipeline.cli.engine.EngineFactory;
import pipeline.cli.summary.RunStatus;
import pipeline.recipe.UsageException;
import pipeline.text.VisibleText;

/** The command {@code pipeline}. */
public final class Main {

    /** Java says then that it has none; who wants to record sets it to false. A recording of the command line is made all the same. */
    private static final String FLIGHT_RECORDER = "jfr.unsupported.vm";

    private Main() {}

    /** Does what the arguments ask for and ends the JVM with the exit status that says how it went. */
    public static void main(String[] args) {
        // Log4j's own hook would close the log while an interrupted run still writes to it
        System.setProperty("log4j.shutdownHookEnabled", "false");
        withoutFlightRecorder();
        Optional<LiveScreen> screen = Tty.isTerminal(2)
                ? Optional.of(LiveScreen.ofThisProcess(new FileOutputStream(FileDescriptor.err)))
                : Optional.empty();
        PrintStream out = StandardOutput.to(output(FileDescriptor.out, 1, screen), () -> Tty.isWaitingPipe(1), false);
        PrintStream err = StandardOutput.to(output(FileDescriptor.err, 2, screen), () -> Tty.isWaitingPipe(2), true);
        CliEnvironment environment = new CliEnvironment(
                out,
                err,
                Tty.ofThisProcess(System.getenv(), screen),
                Path.of("").toAbsolutePath(),
                System.getenv(),
                Clock.systemUTC());
        Supplier<RecipeCatalogue> catalogue = RecipeCatalogue.loadedOnce();
        if (CompletionNames.areAskedFor(List.of(args))) {
            withoutLog();
            new CompletionNames(environment, catalogue).print(List.of(args));
            System.exit(0);
        }
        CommandNode root = CommandTree.of(environment, catalogue, new EngineFactory(environment.variables()));
        List<String> words = WordOrder.of(root, helping(List.of(args)));
        if (!isOnRecipe(root, words)) {
            withoutLog();
        }
        int status = run(root, words, environment);
        out.flush();
        System.exit(status);
    }

    /** JDBI offers each statement to Java's flight recorder, and to get that ready takes a tenth of the time of a short command. */
    private static void withoutFlightRecorder() {
        if (System.getProperty(FLIGHT_RECORDER) == null) {
            System.setProperty(FLIGHT_RECORDER, "true");
        }
    }

    /** Commands that log nothing need not wait for Log4j's start, which would be half of their time. */
    private static void withoutLog() {
        System.setProperty("log4j2.loggerContextFactory", "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
    }

    /** Who types {@code help} before a command means its {@code --help}. */
    private static List<String> helping(List<String> typed) {
        if (typed.isEmpty() || !typed.get(0).equals("help")) {
            return typed;
        }
        List<String> words = new ArrayList<>(typed.subList(1, typed.size()));
        words.add("--help");
        return words;
    }

    private static boolean isOnRecipe(CommandNode root, List<String> words) {
        List<CommandNode> path = root.path(words);
        int next = path.size() - 1;
        return path.get(next).takesNames()
                && words.size() > next
                && !words.get(next).startsWith("-");
    }

    /** What goes into a file or a pipe stays byte for byte. */
    private static OutputStream output(FileDescriptor file, int descriptor, Optional<LiveScreen> screen) {
        OutputStream out = new FileOutputStream(file);
        return Tty.isTerminal(descriptor)
                ? new TerminalOutput(screen.map(live -> live.over(out)).orElse(out))
                : out;
    }

    /** Does what the arguments ask for and returns the exit status. Only commands on recipes look for them. */
    static int run(
            List<String> typed,
            CliEnvironment environment,
            Supplier<RecipeCatalogue> catalogue,
            Engine.Factory engines) {
        if (CompletionNames.areAskedFor(typed)) {
            new CompletionNames(environment, catalogue).print(typed);
            return ExitCode.DONE.code();
        }
        CommandNode root = CommandTree.of(environment, catalogue, engines);
        return run(root, WordOrder.of(root, helping(typed)), environment);
    }

    private static int run(CommandNode root, List<String> words, CliEnvironment environment) {
        try {
            LocaleCheck.check(words, System.getProperty("sun.jnu.encoding", "UTF-8"), LocaleCheck::ofThisProcess);
            return new CommandRunner(root, environment).run(words);
        } catch (UsageException | UserErrorException e) {
            environment.err().print(VisibleText.lines("pipeline: " + e.getMessage(), ""));
            return RunStatus.of(e).exitCode().code();
        }
    }
}
