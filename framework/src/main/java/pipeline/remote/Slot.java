package pipeline.remote;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A slot on a host, which runs one script at a time. Thread-safe; no method blocks. */
public interface Slot extends AutoCloseable {

    /**
     * Runs a script of POSIX sh in a subshell with standard input from {@code /dev/null}. One at a time. It goes on when
     * the way to the host breaks, and the host keeps what becomes of it.
     *
     * @param id under which the host keeps it: one word of letters, digits and {@code .}
     * @param script complete commands; a syntax error in it ends the slot
     * @param output takes what the script prints while it runs
     * @return the exit code as the shell has it, 128+n for signal n; fails with {@link TransportException} if the slot
     *     is gone before the end is known, and with what {@code output} throws, which ends the slot
     */
    CompletableFuture<Integer> run(String id, String script, SlotOutput output);

    /** Notes that nobody will ask the host again what became of a script. */
    void settled(String id);

    /** Returns whether the host keeps so much of the slot that no script should follow before all are settled. */
    boolean isFull();

    /** Returns where the host keeps what the slot did; null while the slot is not open yet. */
    @Nullable
    SlotTrace trace();

    /**
     * Returns the ids of former owners of whom the host keeps slots or fences though nobody there serves them; only the first slot
     * of an owner on a host looks for them.
     */
    Set<String> formerOwners();

    /**
     * Returns the token with which a script may write {@link pipeline.frame.Frame}s of its own to standard output; in the shell that
     * runs it, it is the variable {@code pipeline_token}, which no other process sees.
     */
    String token();

    /** Returns whether the slot can take another script once the present one has ended. */
    boolean isOpen();

    /**
     * Ends the slot and every process of it: TERM, and KILL for what is left after the grace. A script that ends by
     * that reports its exit code, unless the slot's own shell was killed as well.
     *
     * @return whether the host has said that all is ended; never fails
     */
    CompletableFuture<Boolean> kill(Duration grace);

    /**
     * Takes no other script, and lets the slot's shell end as soon as all that it was given is settled; the host keeps
     * nothing of it then.
     *
     * @return completes, never with a failure, when the shell has ended or is lost
     */
    CompletableFuture<Void> leave();

    /** Does what {@link #leave} does, and waits for nothing. */
    @Override
    void close();
}
