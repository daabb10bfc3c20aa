package pipeline.dispatch.attempt;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.job.ComputeJob;
import pipeline.job.DeclaredOutput;
import pipeline.job.JobCommand;
import pipeline.job.JobVariables;
import pipeline.job.NodeRequest;
import pipeline.text.ShellQuoting;

/**
 * The POSIX sh text that runs one job on its host. Every word of the user stands in it quoted, so it arrives byte for
 * byte; the text goes to the slot's standard input, so nothing of it is on a command line but the user's own command.
 */
public final class JobScript {

    private static final String HERE = "PIPELINE_REQUEST";

    private final ComputeJob job;
    private final NodeSettings node;
    private final Setup setup;
    private final StringBuilder text = new StringBuilder();

    private JobScript(ComputeJob job, NodeSettings node, String token) {
        this.job = job;
        this.node = node;
        this.setup = setup(job, node, token);
    }

    /** Gives what makes the place in which a job's program starts. */
    static Setup setup(ComputeJob job, NodeSettings node, String token) {
        return new Setup(node.init(), job.workingDirectory().orElse(node.workingDirectory()), token);
    }

    /**
     * Writes the script.
     *
     * @param variables the variables every job finds, by name
     * @param log where the node reaches the log server; null if it cannot
     * @param files the paths on the node of the files the job needs
     * @param token frames the answer of a Java node program, how far the setup came, and what is found of declared outputs
     */
    static String of(
            ComputeJob job,
            NodeSettings node,
            Map<String, String> variables,
            @Nullable InetSocketAddress log,
            NodeFiles.Paths files,
            String token) {
        JobScript script = new JobScript(job, node, token);
        script.export(variables);
        script.paths(files);
        script.text.append(script.setup.init());
        script.export(job.environment());
        script.text.append(script.setup.changeDirectory());
        List<DeclaredOutput> outputs = job.options().outputs();
        if (outputs.isEmpty()) {
            script.execute(log, files, token);
        } else {
            // this shell outlives the program, gives it the time that it takes to end when it is told to, and has the
            // last word
            script.line("trap - EXIT; trap : HUP INT QUIT TERM\n(");
            script.execute(log, files, token);
            script.line("\n)\npipeline_code=$?\n[ \"$pipeline_code\" -eq 0 ] || exit \"$pipeline_code\"");
            script.text.append(script.setup.restored());
            script.line(OutputCheck.afterwards(outputs, token));
        }
        return script.text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void export(Map<String, String> variables) {
        variables.forEach((name, value) -> line("export " + name + "=" + quote(value)));
    }

    private void paths(NodeFiles.Paths files) {
        List<String> python = new ArrayList<>();
        if (files.pythonDirectory() != null) {
            python.add(files.pythonDirectory());
        }
        python.addAll(node.engine().pythonPath());
        prepend("PYTHONPATH", python);
        prepend("LD_LIBRARY_PATH", node.engine().libraryPath());
    }

    private void prepend(String variable, List<String> directories) {
        if (!directories.isEmpty()) {
            line("export " + variable + "=" + quote(String.join(":", directories)) + "\"${" + variable + ":+:$"
                    + variable + "}\"");
        }
    }

    private void execute(@Nullable InetSocketAddress log, NodeFiles.Paths files, String token) {
        JobCommand work = job.command();
        if (work instanceof JobCommand.Executable command) {
            start(words(command.words()));
        } else if (work instanceof JobCommand.Script script) {
            List<String> arguments = new ArrayList<>();
            arguments.add(log == null ? "" : log.getHostString());
            arguments.add(log == null ? "0" : String.valueOf(log.getPort()));
            arguments.addAll(script.arguments());
            start(words(files.interpreter()) + " " + quote(files.file()) + " " + words(arguments));
        } else if (work instanceof JobCommand.Program program) {
            java(program, files, token);
        }
    }

    /** Has the program take the place of the shell. */
    private void start(String command) {
        text.append(setup.done());
        line("exec " + command + setup.closing());
    }

    private void java(JobCommand.Program program, NodeFiles.Paths files, String token) {
        // Without a UTF-8 locale the JVM cannot open files whose names are not ASCII.
        line("case \"${LC_ALL:-${LC_CTYPE:-${LANG:-}}}\" in *[Uu][Tt][Ff]8|*[Uu][Tt][Ff]-8) ;;"
                + " *) export LC_ALL=C.UTF-8 ;; esac");
        String home = node.engine().javaHome();
        line(
                home != null
                        ? "j=" + quote(home) + "/bin/java"
                        : "if [ -n \"${JAVA_HOME:-}\" ] && [ -x \"$JAVA_HOME/bin/java\" ]; then j=$JAVA_HOME/bin/java;"
                                + " else j=java; fi");
        List<String> classPath = new ArrayList<>(List.of(files.file()));
        classPath.addAll(node.engine().classPath());
        // Read from a here-document: what stands in it is neither on a command line nor looked at by the shell.
        start("\"$j\" -cp " + quote(String.join(":", classPath)) + " " + NodeRequest.MAIN_CLASS + " <<'" + HERE + "'");
        line(new NodeRequest(program.className(), program.arguments(), token).toJson());
        text.append(HERE);
    }

    private static String words(List<String> words) {
        List<String> quoted = new ArrayList<>();
        words.forEach(word -> quoted.add(quote(word)));
        return String.join(" ", quoted);
    }

    /** Always quotes, so that no word is taken for a keyword, an assignment or a pattern. */
    private static String quote(String word) {
        return ShellQuoting.alwaysQuoted(word);
    }

    /** Gives the variables that every job finds on its node. */
    static Map<String, String> variables(
            RunIdentity run, ComputeJob job, long number, LogContext log, @Nullable InetSocketAddress address) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(JobVariables.JOB_ID, String.valueOf(number));
        variables.put(JobVariables.RECIPE, run.recipe());
        variables.put(JobVariables.JOB_NAME, run.jobName());
        variables.put(JobVariables.HOST, job.host());
        variables.put(JobVariables.LOGGER, log.logger());
        variables.put(JobVariables.LOG_LEVEL, log.level());
        if (address != null) {
            variables.put(JobVariables.LOG_HOST, address.getHostString());
            variables.put(JobVariables.LOG_PORT, String.valueOf(address.getPort()));
            variables.put(JobVariables.LOG_TOKEN, log.token());
        }
        return variables;
    }

    /**
     * What a job's sender tells the log server.
     *
     * @param logger the job's logger
     * @param level below which nothing is sent
     * @param token what the sender shows first
     */
    record LogContext(String logger, String level, String token) {}
}
