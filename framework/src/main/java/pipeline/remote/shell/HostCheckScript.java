package pipeline.remote.shell;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import pipeline.remote.ShellScript;
import pipeline.text.ShellQuoting;

/**
 * What a host is asked before a run ({@code check-host.sh}).
 *
 * @param nodeDirectory where files are kept on the host; empty for {@code /var/tmp/pipeline-<uid>}
 * @param workingDirectory where jobs start; empty for the login directory
 * @param scratch in which the directories of jobs on scratch are made; empty for the node directory
 * @param javaHome of node programs in Java; empty for what the host says
 * @param init POSIX sh run before each job; may be empty
 */
public record HostCheckScript(
        String nodeDirectory, String workingDirectory, String scratch, String javaHome, String init) {

    private static final ShellScript SCRIPT = new ShellScript(HostCheckScript.class, "check-host.sh");

    /** In characters; a program takes at least twice as many bytes of arguments everywhere. */
    private static final int LONGEST_CALL = 30_000;

    /** Returns the script, which also looks for files. */
    public String lookingFor(Collection<String> files) {
        return lookingFor(files, "", "");
    }

    /**
     * Returns the script for a host that may be another than it says.
     *
     * @param root where its own files lie; empty for itself
     * @param user as which the script runs; empty for the one it is
     */
    String lookingFor(Collection<String> files, String root, String user) {
        Map<String, String> values = new HashMap<>();
        values.put("pipeline_node_directory", nodeDirectory);
        values.put("pipeline_working_directory", workingDirectory);
        values.put("pipeline_scratch", scratch);
        values.put("pipeline_java_home", javaHome);
        values.put("pipeline_init", init);
        values.put("pipeline_root", root);
        values.put("pipeline_user", user);
        return SCRIPT.around(calls(files), values);
    }

    private static String calls(Collection<String> files) {
        StringBuilder calls = new StringBuilder(files.isEmpty() ? ":" : "");
        int length = LONGEST_CALL;
        for (String file : files) {
            String name = file.startsWith("-") ? "./" + file : file;
            if (length + name.length() >= LONGEST_CALL) {
                calls.append(calls.length() == 0 ? "" : "\n").append("files");
                length = 0;
            }
            length += name.length() + 1;
            calls.append(' ').append(ShellQuoting.quote(name));
        }
        return calls.toString();
    }
}
