package pipeline.remote;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A place on a host where one script at a time runs. Thread-safe; nothing blocks. */
public interface Slot extends AutoCloseable {

    /**
     * Runs a script of POSIX sh in a subshell with standard input from {@code /dev/null}. One at a time.
     *
     * @param script complete commands; a syntax error in it ends the slot
     * @param output takes what the script prints while it runs
     * @return the exit code as the shell has it, 128+n for signal n; fails with {@link TransportException} if the slot
     *     is gone before the end is known, and with what {@code output} throws, which ends the slot
     */
    CompletableFuture<Integer> run(String script, SlotOutput output);

    /** Gives the token with which a script may write {@link pipeline.frame.Frame}s of its own to standard output. */
    String token();

    /** Tells whether the slot can take another script once the present one has ended. */
    boolean isOpen();

    /**
     * Ends the slot and every process of it: TERM, and KILL for what is left after the grace.
     *
     * @return completes when the signals are sent or the host cannot be reached
     */
    CompletableFuture<Void> kill(Duration grace);

    /** Lets the slot's shell end after the present script; no other is taken. */
    @Override
    void close();
}
