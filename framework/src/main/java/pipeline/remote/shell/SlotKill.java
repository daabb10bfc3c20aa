package pipeline.remote.shell;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.remote.TransportException;

/** Ends the processes of a slot by a shell of its own on the same host: TERM, and KILL after the grace. */
final class SlotKill implements ShellChannel.Listener, FrameScanner.Receiver {

    private static final String ENDED = "ended";

    private final String token = RandomToken.next();
    private final FrameScanner stdout = new FrameScanner(token, 1 << 10, this);

    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    private SlotKill() {}

    /**
     * Starts to end a slot.
     *
     * @param directory where the slot keeps its journal on the host
     * @param limit how long, besides the grace, the host may take; then it is given up
     * @return whether the host has said that all is ended; never fails
     */
    static CompletableFuture<Boolean> start(ShellOpener host, String directory, Duration grace, Duration limit) {
        SlotKill kill = new SlotKill();
        // what is to be ended goes to the shell's input, so nothing of it is on a command line
        CompletableFuture<ShellChannel> channel = ShellLogin.open(host, kill, limit);
        channel.whenComplete((open, failure) -> {
            if (failure == null) {
                open.write(kill.script(directory, grace).getBytes(StandardCharsets.UTF_8));
                open.endOfInput();
            } else {
                kill.ended.complete(false);
            }
        });
        return kill.ended
                .completeOnTimeout(false, grace.plus(limit).toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((ok, failure) -> channel.thenAccept(ShellChannel::close));
    }

    /**
     * Puts up the fence first, and writes into the journal that it is not the job's own doing how it ends. Ends the slot's
     * processes and those that its jobs started in other sessions, which carry its mark in their environment; then writes what
     * the runner, killed with its job, cannot write any more.
     */
    private String script(String directory, Duration grace) {
        String name = directory.substring(directory.lastIndexOf('/') + 1);
        return "umask 077\n" + RunnerScript.BORN
                + "t=\nif cd -- " + NodeDirectory.quote(directory) + " 2>/dev/null; then\n"
                + "(: >fence)\nread -r x token pid group born boot parent <journal\n"
                + "t=$pid; if [ \"$group\" -gt 1 ]; then t=-$group; fi\n"
                + "pipeline_born \"$pid\"\n"
                + "if [ \"$pipeline_boot\" != \"$boot\" ] || [ \"${pipeline_born:-$born}\" != \"$born\" ]; then t=; fi\n"
                + "set -- $(tail -n 1 journal)\n"
                + "if [ \"$1\" = start ]; then printf 'kill %s\\n' \"$2\" >>journal; fi\n"
                + "fi\n"
                + SlotEnd.script(name, grace)
                + "set -- $(tail -n 1 journal 2>/dev/null)\n"
                + "case $1 in (start|kill) printf 'end %s 137 -\\n' \"$2\" >>journal;; esac\n"
                + "printf '" + new Frame(ENDED, "-").toPrintf(token) + "'\n";
    }

    @Override
    public void stdout(byte[] bytes, int offset, int length) {
        stdout.accept(bytes, offset, length);
    }

    @Override
    public void output(byte[] bytes, int offset, int length) {
        // Nothing that the login shell prints matters here.
    }

    @Override
    public void frame(Frame frame) {
        ended.complete(true);
    }

    @Override
    public void oversized(int limit) {
        // What is said here is short.
    }

    @Override
    public void stderr(byte[] bytes, int offset, int length) {
        // Nothing that the login shell prints matters here.
    }

    @Override
    public void closed(TransportException how) {
        ended.complete(false);
    }
}
