package pipeline.remote;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A host, as the transport reaches it. Thread-safe; no method blocks. Every future fails with a {@link TransportException}
 * only, and may complete on the thread that reads from the host.
 */
public interface RemoteHost {

    /** Returns the name as the mapfile has it. */
    String name();

    /** Connects to the host, unless that is done, and returns how it was logged in to. */
    CompletableFuture<HostLogin> login();

    /**
     * Opens a shell that stays open and takes scripts one after the other.
     *
     * @param owner whose slot it is
     */
    CompletableFuture<Slot> openSlot(SlotOwner owner);

    /**
     * Finds what the slots of an owner on this host were given.
     *
     * @param fences whether to make sure that none of them, not even a new one, takes a script any more
     * @return where each script that was ever started, and is not settled, is to be read, by its id
     */
    CompletableFuture<Map<String, SlotTrace>> takeOver(SlotOwner owner, boolean fences);

    /**
     * Reads what becomes of a script of a slot, whether it still runs or not. The slot takes no other script from now on.
     *
     * @param output takes what the script prints and has printed, from its beginning on
     * @return completes when the script has ended or is known to be gone; cancelling it ends the reading
     */
    CompletableFuture<ScriptEnd> follow(SlotTrace trace, String id, SlotOutput output);

    /**
     * Ends every process of a slot, also of another master: TERM, and KILL for what is left after the grace.
     *
     * @return whether the host has said that all is ended; never fails
     */
    CompletableFuture<Boolean> kill(SlotTrace trace, Duration grace);

    /**
     * Reads what programs of a script kept in the spool of their slot, also of another master.
     *
     * @return completes when all is read; where nothing was kept, nothing is
     */
    CompletableFuture<Void> readSpool(SlotTrace trace, String id, SpoolOutput output);

    /**
     * Reads what programs of a script keep in the spool of their slot as it comes, from the first of the slot's lines on, those
     * of other scripts among them.
     *
     * @return fails when the reading breaks off, and completes when the slot is gone; cancelling it ends the reading
     */
    CompletableFuture<Void> followSpool(SlotTrace trace, SpoolOutput output);

    /**
     * Lets the programs of a slot know where the log server is now.
     *
     * @param line one line without a line feed, for nobody else to see
     */
    CompletableFuture<Void> announceLogServer(SlotTrace trace, String line);

    /**
     * Removes what the host keeps of an owner's slots, none of which takes a script after that; all they were given must
     * be settled.
     *
     * @param isDead whether the owner's process cannot come back, so that no fence is needed any more that keeps it out
     * @return never fails: what is left is dealt with some other time
     */
    CompletableFuture<Void> forget(SlotOwner owner, boolean isDead);

    /**
     * Makes a server of the master reachable from the host.
     *
     * @param server where the server listens on the master
     * @return where programs on the host reach it
     */
    CompletableFuture<InetSocketAddress> forward(InetSocketAddress server);

    /**
     * Brings a file to the host unless it is there already, whole or not at all.
     *
     * @param nodeDirectory where files are kept on the host; empty for {@code /var/tmp/pipeline-<uid>}; a leading
     *     {@code ~/} is the home directory there
     * @return the absolute path on the host
     */
    CompletableFuture<String> put(NodeFile file, String nodeDirectory);

    /**
     * Runs a script through which bytes go, in a shell of its own.
     *
     * @param script complete commands of POSIX sh; it says what it has to say as frames with the token {@code $pipeline_token}, the
     *     first of them at once
     * @return completes when it can be written to; what becomes of it hears the listener
     */
    CompletableFuture<HostStream> stream(String script, HostStream.Listener listener);

    /**
     * Has the host answer a question.
     *
     * @param script complete commands of POSIX sh that start nothing which stays; standard input is {@code /dev/null}
     * @return what it printed to standard output, without what the login shell prints before
     */
    CompletableFuture<String> ask(String script);

    /**
     * Has the host answer a question at length.
     *
     * @param script as for {@link #ask}
     * @param output takes what it prints to standard output, without what the login shell prints before
     * @return completes when all is taken; cancelling it ends the asking
     */
    CompletableFuture<Void> ask(String script, AnswerOutput output);
}
