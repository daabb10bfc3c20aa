package pipeline.cli.jobs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.table.HostOpener;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.job.ComputeJob;
import pipeline.job.DeclaredOutput;
import pipeline.job.JobCommand;
import pipeline.job.wire.JobVariables;
import pipeline.store.JobRow;
import pipeline.text.ShellQuoting;
import pipeline.text.VisibleText;

/** The command to type that does on a host what a job does there. */
final class ReproductionCommand {

    /** How a directory was typed for the run, as a shell takes it; what stands behind {@code --} is for the hosts. */
    private static final Pattern DIRECTORY = Pattern.compile(
            "^(?:(?! -- ).)*? (?:-w|--working-directory)[ =]?((?:'[^']*'|\\\\'|[^ '\\\\])+)(?: |$)", Pattern.DOTALL);

    /** Stands where a value is that is kept nowhere. */
    private static final String SECRET = "<secret>";

    private ReproductionCommand() {}

    /**
     * Returns one line for a shell; what lies before the program there, such as {@code init}, is part of it.
     *
     * @param typed the command line of the run
     * @throws UserErrorException if the job is none that a person can start
     */
    static String of(JobRow row, String typed, HostOpener.HostAccess hosts) {
        ComputeJob job = row.job();
        if (!(job.command() instanceof JobCommand.Executable executable)) {
            throw new UserErrorException(
                    ExitCode.FAILED,
                    "job %d (%s) is no command that can be typed: its program comes from this machine; to run it again: pipeline jobs retry %d"
                            .formatted(row.id(), job.program(), row.id()));
        }
        NodeSettings node = hosts.settings().node(job.host());
        List<String> parts = new ArrayList<>();
        variables(row).forEach((name, value) -> parts.add(export(name, value)));
        searchPath(parts, "PYTHONPATH", node.engine().pythonPath());
        searchPath(parts, "LD_LIBRARY_PATH", node.engine().libraryPath());
        if (!node.init().isBlank()) {
            parts.add(node.init().strip());
        }
        job.environment().forEach((name, value) -> parts.add(export(name, value)));
        job.secrets().names().forEach(name -> parts.add(export(name, SECRET)));
        outputs(job).forEach((name, value) -> parts.add(export(name, value)));
        directory(job, typed, node).ifPresent(directory -> parts.add("cd " + directory + " || exit"));
        List<String> words = new ArrayList<>(node.engine().jobWrapper());
        executable.words().forEach(word -> words.add(filled(word, job)));
        parts.add("exec " + ShellQuoting.quoted(words));
        String script = "sh -c " + ShellQuoting.quote(String.join("; ", parts));
        return VisibleText.logged(hosts.ssh()
                .map(ssh -> "%s %s %s"
                        .formatted(
                                ShellQuoting.quoted(ssh), ShellQuoting.quote(job.host()), ShellQuoting.quote(script)))
                .orElse(script));
    }

    /** Returns where the job starts, as a shell takes it; empty for the login directory. */
    private static Optional<String> directory(ComputeJob job, String typed, NodeSettings node) {
        Matcher ofRun = DIRECTORY.matcher(typed);
        return job.workingDirectory()
                .map(ShellQuoting::quote)
                .or(() -> ofRun.find() ? Optional.of(ofRun.group(1)) : Optional.empty())
                .or(() -> Optional.ofNullable(node.workingDirectory()).map(ShellQuoting::quote));
    }

    private static Map<String, String> variables(JobRow row) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(JobVariables.JOB_ID, String.valueOf(row.id()));
        variables.put(JobVariables.RECIPE, row.step().recipe());
        variables.put(JobVariables.JOB_NAME, row.step().jobName());
        variables.put(JobVariables.HOST, row.job().host());
        return variables;
    }

    /** What has another name until the job has succeeded gets its own at once. */
    private static Map<String, String> outputs(ComputeJob job) {
        Map<String, String> variables = new LinkedHashMap<>();
        atomic(job)
                .forEach(output -> variables.put(
                        variables.isEmpty() ? "PIPELINE_OUTPUT" : "PIPELINE_OUTPUT_" + (variables.size() + 1),
                        output.path()));
        return variables;
    }

    private static List<DeclaredOutput> atomic(ComputeJob job) {
        return job.options().outputs().stream().filter(DeclaredOutput::isAtomic).toList();
    }

    private static String filled(String word, ComputeJob job) {
        String filled = word;
        List<DeclaredOutput> outputs = atomic(job);
        for (int i = 0; i < outputs.size(); i++) {
            filled = filled.replace(
                    i == 0 ? DeclaredOutput.PLACEHOLDER : "{out" + (i + 1) + "}",
                    outputs.get(i).path());
        }
        return filled;
    }

    private static String export(String name, String value) {
        return "export " + name + "=" + ShellQuoting.quote(value);
    }

    private static void searchPath(List<String> parts, String name, List<String> directories) {
        if (!directories.isEmpty()) {
            parts.add("export %s=%s${%s:+:$%s}"
                    .formatted(name, ShellQuoting.quote(String.join(":", directories)), name, name));
        }
    }
}
