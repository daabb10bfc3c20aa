package pipeline.remote.shell;

import java.util.Map;
import pipeline.remote.ShellScript;
import pipeline.remote.SlotOwner;

/**
 * The scripts for the shell of a slot: first {@code runner.sh}, which makes it a runner that outlives its connection and
 * describes the slot's directory, then one for each job.
 */
final class RunnerScript {

    /** In hexadecimal digits of the token. */
    private static final int NAME_LENGTH = 12;

    static final String READY = "ready";
    static final String END = "end";
    static final String FAIL = "fail";

    /** Comes before the first word: what the user should know of the host, a line for each thing. */
    static final String WARNING = "warning";

    /** Comes before the first word: the ids of owners of whom the host keeps something, and of whom no runner lives there. */
    static final String FORMER = "former";

    private static final ShellScript START = new ShellScript(RunnerScript.class, "runner.sh");
    private static final ShellScript JOB = new ShellScript(RunnerScript.class, "job.sh");
    private static final ShellScript LEAVE = new ShellScript(RunnerScript.class, "leave.sh");

    private RunnerScript() {}

    /**
     * Returns what makes a shell a runner: it says on both streams that it is ready, or on the first why it cannot be. The slot's directory has the
     * name of the owner and the beginning of the token.
     */
    static String start(String token, SlotOwner owner) {
        long orphanAfter = owner.orphanAfter().isZero()
                ? 0
                : Math.max(1, owner.orphanAfter().toSeconds());
        return START.with(Map.of(
                "pipeline_token",
                token,
                "pipeline_owner",
                owner.id(),
                "pipeline_name",
                owner.id() + "." + token.substring(0, NAME_LENGTH),
                "pipeline_node_directory",
                NodeDirectory.plain(owner.nodeDirectory()),
                "pipeline_orphan_after",
                String.valueOf(orphanAfter),
                "pipeline_root",
                "",
                "pipeline_user",
                ""));
    }

    /**
     * Returns what runs a job, complete before anything of it is run.
     *
     * @param trims whether what is kept of earlier jobs is thrown away first
     */
    static String job(String id, String script, boolean trims) {
        return JOB.around(script, Map.of("pipeline_id", id, "pipeline_trims", trims ? "1" : ""));
    }

    /** Returns what ends a runner of which nobody needs to know any more; the last of an owner leaves nothing. */
    static String leave() {
        return LEAVE.with(Map.of());
    }
}
