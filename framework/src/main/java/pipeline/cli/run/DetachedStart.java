package pipeline.cli.run;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.IoErrorText;
import pipeline.cli.common.LaunchCommand;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.engine.Engine;
import pipeline.cli.options.RunOptions;
import pipeline.cli.overview.ConsoleFile;
import pipeline.cli.plan.RunDirectories;
import pipeline.cli.plan.RunPlan;
import pipeline.cli.plan.RunPlanReader;
import pipeline.cli.plan.RunRequest;
import pipeline.cli.plan.StartTime;
import pipeline.config.ConfigurationException;
import pipeline.recipe.UsageException;
import pipeline.text.ShellQuoting;
import pipeline.time.Scheduler;

/**
 * Starts a run in a process and a session of its own, which goes on when the terminal is closed, or has such a process go on with a run
 * of this one. Waits until its first job has started or ended, so that what is wrong with the command, the configuration or the map is
 * seen at once.
 */
final class DetachedStart {

    /** The property of a process that goes on with a run: the output directory of the process that began it. */
    private static final String PREDECESSOR = "pipeline.predecessor";

    private static final String NO_INPUT =
            "a run in the background has no standard input for -; write the map into a file";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 50;

    private final CliEnvironment environment;
    private final Engine.Factory engines;

    DetachedStart(CliEnvironment environment, Engine.Factory engines) {
        this.environment = environment;
        this.engines = engines;
    }

    /** Returns the output directory of the process that began the run of this process; empty if this one begins it. */
    static Optional<String> predecessorOfThisProcess() {
        return Optional.ofNullable(System.getProperty(PREDECESSOR));
    }

    /** Returns why another process cannot go on with a run; empty if one can. */
    static Optional<String> obstacle(RunRequest request) {
        if (request.miniCluster().isTyped()) {
            return Optional.of("the mini cluster ends with this process; start such a run with " + RunOptions.DETACH);
        }
        if (request.args().contains("-")) {
            return Optional.of(NO_INPUT);
        }
        if (request.options().limits.maxCalls().isPresent()) {
            return Optional.of("with --max-calls another process would begin to count anew");
        }
        return Optional.empty();
    }

    /**
     * Has a process in the background go on with a run that this one has left, with the same command. What ended since the run began
     * is not repeated.
     *
     * @param directory where this process kept what jobs printed
     * @param code the exit status if it goes on; otherwise it is that of the run
     */
    int goOn(RunRequest request, Path directory, int code) {
        Start start = new Start(
                List.of("-D%s=%s".formatted(PREDECESSOR, directory.toAbsolutePath())), false, environment.err(), code);
        return start(request, start);
    }

    /**
     * Starts it and returns the exit status: that of the run if it has ended already.
     *
     * @throws UsageException if it cannot run without a terminal
     */
    int start(RunRequest request) {
        if (request.options().isDry()) {
            throw new UsageException("%s and -n cannot be both: a dry run ends at once".formatted(RunOptions.DETACH));
        }
        if (request.args().contains("-")) {
            throw new UsageException(NO_INPUT);
        }
        return start(
                request,
                new Start(
                        List.of(),
                        true,
                        environment.out(),
                        environment.outStatus().code()));
    }

    /**
     * How it is started.
     *
     * @param properties for the other Java
     * @param isAbandoned whether it ends if this process does before it has begun
     * @param out takes how to look at it
     * @param code the exit status if it goes on
     */
    private record Start(List<String> properties, boolean isAbandoned, PrintStream out, int code) {}

    private int start(RunRequest request, Start start) {
        try {
            RunPlan plan = new RunPlanReader(request, environment, engines)
                    .read(environment.clock().instant());
            return start(request, start, plan);
        } catch (ConfigurationException | UserErrorException e) {
            return new StartupFailure(environment, request).print(e).code();
        } catch (IOException e) {
            throw new UserErrorException(
                    ExitCode.CONFIGURATION, "the run cannot be started in the background: " + IoErrorText.of(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserErrorException(ExitCode.FAILED, "interrupted while the run was being started", e);
        }
    }

    private int start(RunRequest request, Start start, RunPlan plan) throws IOException, InterruptedException {
        Path logs = RunDirectories.make(plan.directories().job().resolve("logs"));
        String startTime = StartTime.directory(plan.startTime());
        Path unnamed = ConsoleFile.of(logs, startTime, ProcessHandle.current().pid());
        Path started = StartedFile.create(logs);
        try {
            Process process = new ProcessBuilder(command(request, start, started))
                    .directory(environment.directory().toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(unnamed.toFile())
                    .start();
            // the number of the process is known only now
            Path console = Files.move(unnamed, ConsoleFile.of(logs, startTime, process.pid()));
            Thread abandon = new Thread(process::destroy, "detached-start");
            if (start.isAbandoned()) {
                Runtime.getRuntime().addShutdownHook(abandon);
            }
            boolean hasEnded = awaitStart(process, started);
            Runtime.getRuntime().removeShutdownHook(abandon);
            if (hasEnded) {
                environment.err().print(Files.readString(console, StandardCharsets.UTF_8));
                return process.exitValue();
            }
            start.out().print(described(request, process.pid(), console, StartedFile.log(started)));
            return start.code();
        } finally {
            Files.deleteIfExists(started);
        }
    }

    /** Returns whether the run has ended already. */
    private static boolean awaitStart(Process process, Path started) throws InterruptedException {
        Scheduler clock = Scheduler.system();
        long begun = clock.nanos();
        while (!StartedFile.isWritten(started) && clock.since(begun).compareTo(PATIENCE) < 0) {
            if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return !process.isAlive();
    }

    private static String described(RunRequest request, long pid, Path console, String log) {
        String pipeline = LaunchCommand.ofThisProcess();
        String name = request.jobName();
        StringBuilder text = new StringBuilder();
        text.append("%s runs in the background, process %d%s\n"
                .formatted(name, pid, log.isEmpty() ? "; none of its jobs has started yet" : ""));
        text.append("how it stands: %s status -j %s\n".formatted(pipeline, name));
        text.append("what it prints: tail -f %s\n".formatted(ShellQuoting.quote(console.toString())));
        if (!log.isEmpty()) {
            text.append("log: %s\n".formatted(log));
        }
        text.append("stop it: kill %d (once more kills what runs)\n".formatted(pid));
        return text.toString();
    }

    /** Returns the command of this process once more, without the option, in a session of its own. */
    private static List<String> command(RunRequest request, Start start, Path started) {
        ProcessHandle.Info self = ProcessHandle.current().info();
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.add(self.command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-D" + StartedFile.PROPERTY + "=" + started);
        command.addAll(start.properties());
        String classPath = System.getProperty("java.class.path", "");
        String main = LaunchCommand.MAIN;
        boolean isClass = (System.getProperty("sun.java.command", "") + " ").startsWith(main + " ");
        command.addAll(isClass ? List.of("-cp", classPath, main) : List.of("-jar", classPath));
        command.addAll(withoutOption(request.typed()));
        return command;
    }

    /** What stands behind {@code --} is not ours. */
    static List<String> withoutOption(List<String> typed) {
        List<String> words = new ArrayList<>(typed);
        int end = words.indexOf("--");
        int at = words.indexOf(RunOptions.DETACH);
        if (at >= 0 && (end < 0 || at < end)) {
            words.remove(at);
        }
        return words;
    }
}
