package pipeline.remote.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import pipeline.remote.NodeFile;
import pipeline.remote.RemoteHost;
import pipeline.remote.ScriptEnd;
import pipeline.remote.Slot;
import pipeline.remote.SlotOutput;
import pipeline.remote.SlotOwner;
import pipeline.remote.SlotTrace;
import pipeline.remote.SpoolOutput;
import pipeline.remote.TransportException;
import pipeline.remote.shell.NodeUpload;
import pipeline.remote.shell.ShellChannel;
import pipeline.remote.shell.ShellOpener;
import pipeline.remote.shell.ShellQuestion;
import pipeline.remote.shell.ShellSlot;
import pipeline.remote.shell.SlotKill;
import pipeline.remote.shell.SlotProcess;
import pipeline.remote.shell.SlotReader;
import pipeline.remote.shell.SlotRemoval;
import pipeline.remote.shell.SpoolNote;
import pipeline.remote.shell.SpoolReader;
import pipeline.remote.shell.TakeOver;

/** This machine under one of its names. Thread-safe. */
final class LocalHost implements RemoteHost, ShellOpener {

    private final String name;
    private final Duration startLimit;
    private final Set<LocalShellChannel> channels = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    LocalHost(String name, Duration startLimit) {
        this.name = name;
        this.startLimit = startLimit;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<Slot> openSlot(SlotOwner owner) {
        return ShellSlot.open(this, owner, startLimit);
    }

    @Override
    public CompletableFuture<InetSocketAddress> forward(InetSocketAddress server) {
        return CompletableFuture.completedFuture(server);
    }

    @Override
    public CompletableFuture<Map<String, SlotTrace>> takeOver(SlotOwner owner, boolean fences) {
        return TakeOver.start(this, owner, fences, startLimit);
    }

    @Override
    public CompletableFuture<ScriptEnd> follow(SlotTrace trace, String id, SlotOutput output) {
        return SlotReader.start(this, trace, id, output, startLimit);
    }

    @Override
    public CompletableFuture<Boolean> kill(SlotTrace trace, Duration grace) {
        return SlotKill.start(this, trace.directory(), grace, startLimit);
    }

    @Override
    public CompletableFuture<Void> spooled(SlotTrace trace, String id, SpoolOutput output) {
        return SpoolReader.start(this, trace, id, output, startLimit);
    }

    @Override
    public CompletableFuture<Void> leaveWord(SlotTrace trace, String line) {
        return SpoolNote.start(this, trace, line, startLimit);
    }

    @Override
    public CompletableFuture<Void> forget(SlotOwner owner) {
        return SlotRemoval.start(this, owner, startLimit);
    }

    @Override
    public CompletableFuture<String> put(NodeFile file, String nodeDirectory) {
        return NodeUpload.start(this, file, nodeDirectory, startLimit);
    }

    @Override
    public CompletableFuture<String> ask(String script) {
        return ShellQuestion.start(this, script, startLimit);
    }

    @Override
    public CompletableFuture<ShellChannel> open(String command, ShellChannel.Listener listener) {
        try {
            LocalShellChannel channel = new LocalShellChannel(name, command, listener, channels::remove);
            channels.add(channel);
            channel.start();
            if (closed) {
                channel.close();
            }
            return CompletableFuture.completedFuture(channel);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(new TransportException(
                    TransportException.Cause.CHANNEL, name, "cannot start sh: " + e.getMessage(), e));
        }
    }

    @Override
    public CompletableFuture<Boolean> kill(SlotProcess process, Duration grace) {
        // another group than its own is the master's
        if (process.group() == process.pid()) {
            return SlotKill.start(this, process.directory(), grace, startLimit);
        }
        ProcessHandle shell = ProcessHandle.of(process.pid()).orElse(null);
        if (shell == null) {
            return CompletableFuture.completedFuture(true);
        }
        ProcessHandle[] tree =
                Stream.concat(Stream.of(shell), shell.descendants()).toArray(ProcessHandle[]::new);
        CompletableFuture<?>[] ends = Stream.of(tree).map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        Stream.of(tree).forEach(ProcessHandle::destroy);
        return CompletableFuture.allOf(ends)
                .completeOnTimeout(null, grace.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(ended -> {
                    Stream.of(tree).forEach(ProcessHandle::destroyForcibly);
                    return true;
                });
    }

    /** Lets go of all channels; their shells end. */
    void close() {
        closed = true;
        channels.forEach(LocalShellChannel::close);
    }
}
