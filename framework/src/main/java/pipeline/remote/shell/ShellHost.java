package pipeline.remote.shell;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import pipeline.remote.AnswerOutput;
import pipeline.remote.HostStream;
import pipeline.remote.NodeFile;
import pipeline.remote.RemoteHost;
import pipeline.remote.ScriptEnd;
import pipeline.remote.Slot;
import pipeline.remote.SlotOutput;
import pipeline.remote.SlotOwner;
import pipeline.remote.SlotTrace;
import pipeline.remote.SpoolOutput;
import pipeline.time.Scheduler;

/** A host that is used through shells; the subclass starts them. Thread-safe. */
public abstract class ShellHost implements RemoteHost, ShellOpener {

    private final String name;
    private final Duration limit;
    private final Scheduler scheduler;

    /**
     * Makes it; nothing is started yet.
     *
     * @param limit how long a shell may take until it answers
     */
    protected ShellHost(String name, Duration limit, Scheduler scheduler) {
        this.name = name;
        this.limit = limit;
        this.scheduler = scheduler;
    }

    /** Does what may be done twice; tries it once more where a break of the way says little of the host. */
    protected <T> CompletableFuture<T> persist(Supplier<CompletableFuture<T>> action) {
        return action.get();
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public final CompletableFuture<Slot> openSlot(SlotOwner owner) {
        return persist(() -> ShellSlot.open(this, owner, limit));
    }

    @Override
    public final CompletableFuture<Map<String, SlotTrace>> takeOver(SlotOwner owner, boolean fences) {
        return persist(() -> SlotTakeOver.start(this, owner, fences, limit));
    }

    @Override
    public final CompletableFuture<ScriptEnd> follow(SlotTrace trace, String id, SlotOutput output) {
        return ScriptFollower.start(this, trace, id, output, limit);
    }

    @Override
    public final CompletableFuture<Boolean> kill(SlotTrace trace, Duration grace) {
        return SlotKill.start(this, trace.directory(), grace, limit);
    }

    @Override
    public CompletableFuture<Boolean> kill(SlotProcess process, Duration grace) {
        return SlotKill.start(this, process.directory(), grace, limit);
    }

    @Override
    public final CompletableFuture<Void> readSpool(SlotTrace trace, String id, SpoolOutput output) {
        return SpoolReader.start(this, trace, id, output, limit);
    }

    @Override
    public final CompletableFuture<Void> followSpool(SlotTrace trace, SpoolOutput output) {
        return SpoolFollower.start(this, trace, output, limit);
    }

    @Override
    public final CompletableFuture<Void> announceLogServer(SlotTrace trace, String line) {
        return persist(() -> LogServerNotice.start(this, trace, line, limit));
    }

    @Override
    public final CompletableFuture<Void> forget(SlotOwner owner, boolean isDead) {
        return SlotRemoval.start(this, owner, isDead, limit);
    }

    @Override
    public final CompletableFuture<String> put(NodeFile file, String nodeDirectory) {
        return persist(() -> NodeUpload.start(this, file, nodeDirectory, limit));
    }

    @Override
    public final CompletableFuture<HostStream> stream(String script, HostStream.Listener listener) {
        return ShellStream.start(this, script, listener, limit);
    }

    @Override
    public final CompletableFuture<String> ask(String script) {
        return persist(() -> {
            WholeAnswer answer = new WholeAnswer(name);
            return ShellQuery.start(this, script, answer, limit).thenApply(over -> answer.text());
        });
    }

    @Override
    public final CompletableFuture<Void> ask(String script, AnswerOutput output) {
        return persist(() -> ShellQuery.start(this, script, output, limit));
    }
}
