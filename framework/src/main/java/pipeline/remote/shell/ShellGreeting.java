package pipeline.remote.shell;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pipeline.remote.SlotOwner;

/**
 * The first messages of the shell of a slot: its process, and the former owners of slots on its host. Thread-safe; the lock
 * guards all fields that change.
 */
final class ShellGreeting {

    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private final Set<StandardStream> readyOn = EnumSet.noneOf(StandardStream.class);
    private @Nullable SlotProcess process;
    private Set<String> formerOwners = Set.of();

    /** Completes when the shell has spoken on both streams, or is gone. */
    CompletableFuture<Void> answered() {
        return answered;
    }

    /** The shell is gone. */
    void gone() {
        answered.complete(null);
    }

    /**
     * The shell has spoken on one of its streams, which it does once.
     *
     * @throws MalformedFrameException if the frame is none of a runner
     */
    void ready(StandardStream stream, String body) {
        SlotProcess said = stream == StandardStream.STDOUT ? SlotProcess.parse(body) : null;
        boolean both;
        synchronized (this) {
            if (!readyOn.add(stream)) {
                throw new MalformedFrameException(RunnerScript.READY, body);
            }
            process = said == null ? process : said;
            both = readyOn.size() == StandardStream.values().length;
        }
        if (both) {
            answered.complete(null);
        }
    }

    /** The host keeps something of former owners; what else the host's directory holds is not theirs. */
    synchronized void former(String body) {
        formerOwners =
                Arrays.stream(body.split(" ", -1)).filter(SlotOwner::isId).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the process of the shell; null until it is known. */
    synchronized @Nullable SlotProcess process() {
        return process;
    }

    /** Returns the former owners of whom the host keeps something. */
    synchronized Set<String> formerOwners() {
        return formerOwners;
    }
}
