package pipeline.remote.shell;

import pipeline.frame.Frame;
import pipeline.remote.SlotOwner;

/**
 * What a slot's shell is told: once, to become a runner that outlives its connection, and then job by job. The runner
 * keeps a journal, one line for each start and each end, which it writes itself; what jobs print goes through two
 * {@code tee}s into two files and, as long as the connection stands, to the master. POSIX sh only.
 *
 * <p>A slot's directory holds
 *
 * <ul>
 *   <li>{@code journal}: {@code slot TOKEN PID GROUP BORN BOOT PARENT}, then {@code start JOB UPTIME}, {@code end JOB
 *       CODE UPTIME}, {@code refused JOB}, {@code unheard JOB} and, from whoever ends it, {@code kill JOB}; the up-time of the
 *       host in seconds, {@code -} where it is not known;
 *   <li>{@code out} and {@code err}: what the jobs print, one after the other, each ended by a frame;
 *   <li>{@code records}: the log records of the jobs, a line for each that begins with {@code JOB}, written by themselves;
 *   <li>{@code log-server}: where they find the log server, once it is no more where they were told at their start;
 *   <li>{@code reader}, the process of whoever followed a job last, and when it was born;
 *   <li>{@code fence}, once another reads the journal: the runner starts nothing more.
 * </ul>
 *
 * <p>A start is written down before the fence is looked for, and a fence is put up before the journal is read: so either
 * the reader sees the start, or the runner sees the fence. A runner whose tee was killed starts nothing more, and notes of the
 * job that ran that it was not heard to its end: what is written to nobody ends a program by a signal that is not its fault.
 */
final class RunnerScript {

    static final String READY = "ready";
    static final String END = "end";
    static final String FAIL = "fail";

    /** The file of log records. */
    static final String SPOOL = "records";

    /** The file that says where the log server is. */
    static final String LOG_SERVER = "log-server";

    /** The variable of the environment by which programs find the directory of both. */
    static final String SPOOL_VARIABLE = "PIPELINE_LOG_SPOOL";

    /** Says before the first word what the user should know of the host, a line for each thing. */
    static final String CAUTION = "caution";

    /** The variable of the environment by which a job's processes are found wherever they went: {@code SLOT/JOB}. */
    static final String MARK = "PIPELINE_MARK";

    /** Sets {@code pipeline_born} to what tells a process from a later one of the same number, empty if there is none. */
    static final String BORN = """
            pipeline_born() {
            pipeline_born=
            if [ -r "/proc/$1/stat" ]; then
            read -r pipeline_born <"/proc/$1/stat" && { set -- ${pipeline_born##*) }; shift 19; pipeline_born=$1; }
            elif [ ! -r "/proc/$$/stat" ]; then pipeline_born=$(ps -o lstart= -p "$1" | tr -s ' ' _); fi
            } 2>/dev/null
            pipeline_boot=-
            if [ -r /proc/sys/kernel/random/boot_id ]; then read -r pipeline_boot </proc/sys/kernel/random/boot_id; fi
            """;

    private final String token;

    RunnerScript(String token) {
        this.token = token;
    }

    /** Gives what makes a shell a runner: it says on both streams that it is ready, or on the first why it cannot be. */
    String start(SlotOwner owner, String slot) {
        return "unset CDPATH ENV\n"
                + SlotProcess.FIND_GROUP + "\n"
                + BORN
                + "pipeline_slot=$(fail() { printf %s \"$1\"; exit 73; }; "
                + NodeDirectory.enter(owner.nodeDirectory())
                + "s=slots/" + slot + "; mkdir -p slots && mkdir \"$s\" && cd \"$s\" && : >journal && : >out && : >err"
                + " && mkfifo 1 2 || fail \"the slot $d/$s cannot be made; is the disk full?\"; pwd -P) || {\n"
                + "printf '" + frame(FAIL) + "' \"$pipeline_slot\"\nexit 73\n}\n"
                + "pipeline_fences=${pipeline_slot%/*}/" + owner.id() + ".fence\n"
                + "exec 6>>\"$pipeline_slot/journal\" 7>&1 8>&2\n"
                + "pipeline_born $$\n"
                + "printf 'slot %s %s %s %s %s %s\\n' " + token
                + " $$ \"$pipeline_group\" \"$pipeline_born\" \"$pipeline_boot\" \"$PPID\" >&6 || {\n"
                + "printf '" + frame(FAIL)
                + "' \"$pipeline_slot cannot be written to; is the disk full?\"\nexit 73\n}\n"
                + "pipeline_said=$(" + HostWarnings.script(owner.id(), "", "$(id -un)") + StaleSlotCleanup.script()
                + ")\n"
                + "[ -z \"$pipeline_said\" ] || printf '" + frame(CAUTION) + "' \"$pipeline_said\"\n"
                + OrphanWatchdog.script(owner.orphanAfter())
                // opened in this order, and all by the runner, nothing ever waits for another that may have died
                + "exec 4<>\"$pipeline_slot/1\" 5<>\"$pipeline_slot/2\" 3<\"$pipeline_slot/1\" 9<\"$pipeline_slot/2\"\n"
                + tee(3, "out", 7) + "pipeline_out=$!\n" + tee(9, "err", 8) + "pipeline_err=$!\n"
                // caught, not ignored, or the jobs would inherit that
                + "trap : PIPE\n"
                + "exec >\"$pipeline_slot/1\" 2>\"$pipeline_slot/2\" 3<&- 4>&- 5>&- 7>&- 8>&- 9<&-\n"
                + "rm -f \"$pipeline_slot/1\" \"$pipeline_slot/2\"\n"
                + "pipeline_now() { pipeline_now=-; }\n"
                + "if [ -r /proc/uptime ]; then pipeline_now() { read -r pipeline_now pipeline_x </proc/uptime; }; fi\n"
                + functions()
                + "printf '" + frame(READY) + "' \"$$ $pipeline_group $pipeline_slot\"; printf '" + frame(READY)
                + "' - >&2\n";
    }

    /** A tee hears no signal but KILL and is, where that can be, in a session of its own, so it writes to the last byte. */
    private static String tee(int from, String file, int stream) {
        return "(trap '' HUP INT QUIT PIPE TERM; s=; if command -v setsid >/dev/null 2>&1; then s=setsid; fi\n"
                + "exec $s tee -a \"$pipeline_slot/" + file + "\" <&" + from + " >&" + stream
                + " 2>/dev/null 3<&- 4>&- 5>&- 6>&- 7>&- 8>&- 9<&-) &\n";
    }

    private String functions() {
        return "pipeline_job=; pipeline_code=; pipeline_last=\n"
                // jobs asks for children that have ended, and starts no process, nor does kill
                + "pipeline_heard() { jobs >/dev/null; kill -0 \"$pipeline_out\" && kill -0 \"$pipeline_err\"; } 2>/dev/null\n"
                + "pipeline_start() { pipeline_heard || exit 75; pipeline_now; printf 'start %s %s\\n' \"$1\" \"$pipeline_now\" >&6 2>/dev/null || exit 75\n"
                + "if [ -e \"$pipeline_slot/fence\" ] || [ -e \"$pipeline_fences\" ]; then\n"
                + "printf 'refused %s\\n' \"$1\" >&6 2>/dev/null; exit 75; fi; pipeline_code=; pipeline_job=$1; }\n"
                + "pipeline_end() { pipeline_code=$1; pipeline_now\n"
                + "if ! pipeline_heard; then printf 'unheard %s\\n' \"$pipeline_job\" >&6 2>/dev/null; pipeline_job=; exit 74; fi\n"
                + "if [ -s \"$pipeline_slot/" + SPOOL + "\" ]; then printf '" + frame(Frame.LOGGED)
                + "' \"$(LC_ALL=C grep -c \"^$pipeline_job \" \"$pipeline_slot/" + SPOOL
                + "\") $(wc -c <\"$pipeline_slot/" + SPOOL + "\")\"; fi\n"
                + "printf 'end %s %s %s\\n' \"$pipeline_job\" \"$1\" \"$pipeline_now\" >&6 2>/dev/null\n"
                + "printf '" + frame(END) + "' \"$pipeline_job $1\"; printf '" + frame(END)
                + "' \"$pipeline_job $1\" >&2; pipeline_last=\"$pipeline_job $1\"; pipeline_job=; }\n"
                + "pipeline_trim() {\n" + untilWritten() + ": >\"$pipeline_slot/out\"; : >\"$pipeline_slot/err\"\n"
                + "if [ -s \"$pipeline_slot/" + SPOOL + "\" ]; then : >\"$pipeline_slot/" + SPOOL + "\"; fi\n"
                + "read -r pipeline_x <\"$pipeline_slot/journal\"; : >\"$pipeline_slot/journal\"\n"
                + "printf '%s\\n' \"$pipeline_x\" >&6; } 2>/dev/null\n"
                + "trap 'pipeline_x=$?; [ -z \"$pipeline_job\" ] || pipeline_end \"${pipeline_code:-$pipeline_x}\"; exit 143' TERM\n";
    }

    /**
     * The master may have heard of an end that the tees have not yet written to their files: it would be taken for what the next
     * job printed. They are waited for, a second at most.
     */
    private String untilWritten() {
        return "for pipeline_x in out err; do pipeline_n=0\n"
                + "until case $(tail -c 1000 \"$pipeline_slot/$pipeline_x\") in (*\"" + token + " " + END
                + " $pipeline_last\"*) ;; (*) [ $pipeline_n -ge 20 ];; esac; do\n"
                + "pipeline_n=$((pipeline_n+1)); sleep 0.05 || sleep 1; done; done\n";
    }

    private String frame(String word) {
        return new Frame(word, "%s").toPrintf(token);
    }

    /** Gives what runs a job, complete before anything of it is run. */
    static String job(String id, String script, boolean trim) {
        return (trim ? "pipeline_trim\n" : "") + "if pipeline_start " + id + "; then\n(\nexport " + MARK
                + "=\"${pipeline_slot##*/}/" + id + "\" " + SPOOL_VARIABLE + "=\"$pipeline_slot\"\n" + script
                + "\n) </dev/null 6>&-\npipeline_end $?\nfi\n";
    }

    /** Gives what ends a runner of which nobody needs to know any more; the last of an owner leaves nothing. */
    static String leave() {
        return "rm -rf -- \"$pipeline_slot\"; pipeline_x=${pipeline_fences%.fence}; set -- \"$pipeline_x\".*/\n"
                + "[ -d \"$1\" ] || rm -f -- \"" + HostWarnings.told("$pipeline_x") + "\"; exit\n";
    }
}
