package pipeline.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What distinguishes a process from every other one, a later one with the same pid included.
 *
 * @param machine the name of the machine
 * @param bootId changes with each boot, and differs between containers whose pids mean different things; empty where the
 *     system has none
 * @param started when the process started, in the system's own count, which no change of the clock moves; 0 where it is not
 *     known
 */
public record ProcessIdentity(String user, String machine, String bootId, long pid, long started) {

    private static final Path PROCESSES = Path.of("/proc");
    private static final int STATE = 0;
    private static final int START_TIME = 19;
    private static final Path BOOT_ID = PROCESSES.resolve("sys/kernel/random/boot_id");
    private static final Path PID_NAMESPACE = PROCESSES.resolve("self/ns/pid");

    public ProcessIdentity {
        Objects.requireNonNull(user, "user is null");
        Objects.requireNonNull(machine, "machine is null");
        Objects.requireNonNull(bootId, "bootId is null");
    }

    /** Returns the mark of this process. */
    public static ProcessIdentity ofThisProcess() {
        long pid = ProcessHandle.current().pid();
        return new ProcessIdentity(System.getProperty("user.name", ""), machineName(), boot(), pid, started(pid));
    }

    /** Returns whether the process lives; only to be asked on its machine, in the same boot. */
    public boolean isAlive() {
        if (!Files.isDirectory(PROCESSES)) {
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }
        String[] stat = stat(pid);
        boolean isThere = stat.length > START_TIME && !stat[STATE].equals("Z") && !stat[STATE].equals("X");
        return isThere && (started == 0 || started == Long.parseLong(stat[START_TIME]));
    }

    /**
     * Returns whether the process is known to be gone for ever.
     *
     * @param here the process that asks, which can look at others of its machine and boot only
     */
    public boolean isKnownDead(ProcessIdentity here) {
        return machine.equals(here.machine) && bootId.equals(here.bootId) && !bootId.isEmpty() && !isAlive();
    }

    private static long started(long pid) {
        String[] stat = stat(pid);
        return stat.length > START_TIME ? Long.parseLong(stat[START_TIME]) : 0;
    }

    /** Returns the fields of proc(5)'s {@code stat} from the third one, the state, on; none if there is no such process. */
    private static String[] stat(long pid) {
        try {
            String line = Files.readString(PROCESSES.resolve(Long.toString(pid)).resolve("stat"));
            return line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
        } catch (IOException e) {
            return new String[0];
        }
    }

    private static String machineName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String boot() {
        try {
            String boot = Files.readString(BOOT_ID).strip();
            return boot + " " + Files.readSymbolicLink(PID_NAMESPACE).toString().replaceAll("\\D", "");
        } catch (IOException e) {
            return "";
        }
    }
}
