package pipeline.remote.shell;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import pipeline.time.Scheduler;

/** Opens shells on a host, on which slots and uploads are built. */
public interface ShellOpener {

    /** Returns the host's name, for messages. */
    String name();

    /**
     * Runs a command by the user's login shell.
     *
     * @param command a fixed text that every login shell understands, csh included; nothing of the user's stands in it
     */
    CompletableFuture<ShellChannel> open(String command, ShellChannel.Listener listener);

    /** Returns the scheduler by which all that is built on it waits. */
    Scheduler scheduler();

    /** Ends a slot's shell and all that it started: TERM, and KILL after the grace; returns whether it is certain. */
    CompletableFuture<Boolean> kill(SlotProcess process, Duration grace);
}
