package pipeline.dispatch.attempt;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.JobWrapper;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.job.ComputeJob;
import pipeline.job.DeclaredOutput;
import pipeline.job.JobCommand;
import pipeline.job.ParameterFile;
import pipeline.job.Scratch;
import pipeline.job.wire.JobVariables;
import pipeline.job.wire.NodeRequest;
import pipeline.remote.ShellScript;
import pipeline.remote.Slot;
import pipeline.remote.SlotTrace;
import pipeline.text.ShellQuoting;

/**
 * The POSIX sh text that runs one job on its host. Every word of the user stands in it quoted, so it arrives byte for
 * byte; the text goes to the slot's standard input, so nothing of it is on a command line but the user's own command.
 */
public final class JobScript {

    private static final ShellScript JOB = script("job.sh");
    private static final ShellScript SEARCH_PATHS = script("search-paths.sh");
    private static final ShellScript SUPERVISED = script("supervised.sh");
    private static final ShellScript REPORT_OUTPUTS = script("report-outputs.sh");
    private static final ShellScript REMOVE_MADE = script("remove-made.sh");
    private static final ShellScript PROGRAM = script("program.sh");
    private static final ShellScript JAVA_PROGRAM = script("java-program.sh");

    private final ComputeJob job;
    private final NodeSettings node;
    private final SlotContext slot;
    private final JobSetup setup;
    private final TemporaryOutputs temporary;
    private final Set<String> variables = new HashSet<>();
    private final StringBuilder text = new StringBuilder();

    private JobScript(ComputeJob job, NodeSettings node, SlotContext slot) {
        this.job = job;
        this.node = node;
        this.slot = slot;
        this.setup = new JobSetup(job, node);
        this.temporary = new TemporaryOutputs(job.options().outputs(), slot.mark());
    }

    /**
     * Writes the script.
     *
     * @param variables the variables every job finds, by name
     * @param log where the node reaches the log server; null if it cannot
     * @param files the paths on the node of the files the job needs
     * @param slot where it runs
     */
    static String of(
            ComputeJob job,
            NodeSettings node,
            Map<String, String> variables,
            @Nullable InetSocketAddress log,
            NodeFiles.PathsOnHost files,
            SlotContext slot) {
        JobScript script = new JobScript(job, node, slot);
        script.variables.addAll(variables.keySet());
        script.export(variables);
        script.paths(files);
        script.text.append(script.setup.init());
        script.export(job.environment());
        script.secrets(job.secrets().values());
        script.text.append(script.setup.changeDirectory());
        script.text.append(script.setup.places());
        script.text.append(script.setup.scratch(slot.mark()));
        if (!script.temporary.isEmpty()) {
            script.text.append(script.temporary.make());
            script.export(script.temporary.variables());
        }
        script.text.append(script.supervised(script.program(log, files, slot.token())));
        return JOB.around(script.text.toString(), Map.of());
    }

    /** Returns a program with what is to be done after it. */
    private String supervised(String program) {
        List<DeclaredOutput> outputs = job.options().outputs();
        Optional<Scratch> scratch = job.options().scratch();
        if (outputs.isEmpty() && scratch.isEmpty()) {
            return program;
        }
        StringBuilder all = new StringBuilder(SUPERVISED.around(program, Map.of()));
        if (!temporary.isEmpty()) {
            all.append(temporary.rename());
        }
        if (!outputs.isEmpty()) {
            all.append(REPORT_OUTPUTS.with(Map.of(), OutputCheck.arguments(outputs)));
        }
        if (!temporary.isEmpty() || scratch.isPresent()) {
            String leaves = scratch.map(directory -> directory.keepsOnFailure() ? "kept" : "gone")
                    .orElse("");
            all.append(REMOVE_MADE.with(
                    Map.of(
                            "pipeline_mark",
                            slot.mark(),
                            "pipeline_leaves",
                            leaves,
                            "pipeline_skips",
                            job.options().skipExit().words()),
                    temporary.directories()));
        }
        return all.append("exit \"$pipeline_code\"\n").toString();
    }

    private static ShellScript script(String file) {
        return new ShellScript(JobScript.class, file);
    }

    private void export(Map<String, String> variables) {
        variables.forEach((name, value) -> text.append("export ")
                .append(name)
                .append('=')
                .append(ShellQuoting.alwaysQuoted(value))
                .append('\n'));
    }

    /** A shell that init has set to show what it does would show them in a quoted form, which nobody finds. */
    private void secrets(Map<String, String> values) {
        if (!values.isEmpty()) {
            text.append("{ set +x; } 2>/dev/null\n");
            export(values);
        }
    }

    private void paths(NodeFiles.PathsOnHost files) {
        List<String> python = new ArrayList<>(files.pythonPath());
        python.addAll(node.engine().pythonPath());
        List<String> libraries = node.engine().libraryPath();
        if (!python.isEmpty() || !libraries.isEmpty()) {
            text.append(SEARCH_PATHS.with(Map.of(
                    "pipeline_python_path", String.join(":", python),
                    "pipeline_library_path", String.join(":", libraries))));
        }
    }

    /** Returns what has the program take the place of the shell. */
    private String program(@Nullable InetSocketAddress log, NodeFiles.PathsOnHost files, String token) {
        JobCommand work = job.command();
        if (work instanceof JobCommand.Program program) {
            return java(program, files, token);
        }
        List<String> words = new ArrayList<>(wrapper());
        if (work instanceof JobCommand.Executable command) {
            command.words().forEach(word -> words.add(temporary.fill(word)));
        } else if (work instanceof JobCommand.Script script) {
            export(Map.of(JobVariables.ANSWER_TOKEN, token));
            words.addAll(files.interpreter());
            words.add(files.file());
            words.add(log == null ? "" : log.getHostString());
            words.add(log == null ? "0" : String.valueOf(log.getPort()));
            script.arguments().forEach(word -> words.add(temporary.fill(word)));
        }
        String text = PROGRAM.with(Map.of(), words);
        return job.options().scratch().flatMap(Scratch::parameters).isEmpty() ? text : withParameters(text);
    }

    /** Only the host knows the path of the file: a word in quotes that has the placeholder leaves them for it. */
    private static String withParameters(String program) {
        return program.replace(ParameterFile.PLACEHOLDER, "'\"$PIPELINE_PARAMETERS\"'");
    }

    private String java(JobCommand.Program program, NodeFiles.PathsOnHost files, String token) {
        List<String> classPath = new ArrayList<>(List.of(files.file()));
        classPath.addAll(node.engine().classPath());
        String home = node.engine().javaHome();
        return JAVA_PROGRAM.with(
                Map.of(
                        "pipeline_java_home",
                        home == null ? "" : home,
                        "pipeline_class_path",
                        String.join(":", classPath),
                        "pipeline_main_class",
                        NodeRequest.MAIN_CLASS,
                        "pipeline_request",
                        new NodeRequest(program.className(), program.arguments(), token).toJson()),
                wrapper());
    }

    private List<String> wrapper() {
        Set<String> names = new HashSet<>(variables);
        names.addAll(job.environment().keySet());
        names.addAll(job.secrets().names());
        names.addAll(List.of("PYTHONPATH", "LD_LIBRARY_PATH", JobVariables.MARK, JobVariables.LOG_SPOOL));
        return new JobWrapper(node.engine().jobWrapper()).words(job, names);
    }

    /** Returns the variables that every job finds on its node. */
    static Map<String, String> variables(
            RunIdentity run, ComputeJob job, long number, LogContext log, @Nullable InetSocketAddress address) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(JobVariables.JOB_ID, String.valueOf(number));
        variables.put(JobVariables.RECIPE, run.recipe());
        variables.put(JobVariables.JOB_NAME, run.jobName());
        variables.put(JobVariables.HOST, job.host());
        variables.put(JobVariables.LOGGER, log.logger());
        variables.put(JobVariables.LOG_LEVEL, log.level());
        job.gang().ifPresent(seat -> {
            variables.put(JobVariables.GANG, seat.gang());
            variables.put(JobVariables.GANG_RANK, String.valueOf(seat.rank()));
            variables.put(JobVariables.GANG_SIZE, String.valueOf(seat.size()));
        });
        if (address != null) {
            variables.put(JobVariables.LOG_HOST, address.getHostString());
            variables.put(JobVariables.LOG_PORT, String.valueOf(address.getPort()));
            variables.put(JobVariables.LOG_TOKEN, log.token());
        }
        return variables;
    }

    /**
     * Where a job runs.
     *
     * @param token frames what its script, and a node program, say
     * @param mark names the attempt among all that ever were: no part of a path
     */
    record SlotContext(String token, String mark) {

        /** Takes it of a slot that is open. */
        static SlotContext of(Slot slot, String id) {
            SlotTrace trace = slot.trace();
            String directory = trace == null ? "" : trace.directory();
            return new SlotContext(slot.token(), directory.substring(directory.lastIndexOf('/') + 1) + "-" + id);
        }
    }

    /**
     * What a job's sender sends to the log server.
     *
     * @param logger the job's logger
     * @param level below which nothing is sent
     * @param token what the sender shows first
     */
    record LogContext(String logger, String level, String token) {}
}
