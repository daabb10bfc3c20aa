package pipeline.remote.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import pipeline.remote.HostLogin;
import pipeline.remote.TransportException;
import pipeline.remote.shell.ShellChannel;
import pipeline.remote.shell.ShellHost;
import pipeline.remote.shell.SlotProcess;
import pipeline.time.Scheduler;

/** This machine under one of its names. Thread-safe. */
final class LocalHost extends ShellHost {

    private final Set<LocalShellChannel> channels = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    LocalHost(String name, Duration startLimit, Scheduler scheduler) {
        super(name, startLimit, scheduler);
    }

    @Override
    public CompletableFuture<HostLogin> login() {
        return CompletableFuture.completedFuture(
                new HostLogin(System.getProperty("user.name") + " on this machine", "", ""));
    }

    @Override
    public CompletableFuture<InetSocketAddress> forward(InetSocketAddress server) {
        return CompletableFuture.completedFuture(server);
    }

    @Override
    public CompletableFuture<ShellChannel> open(String command, ShellChannel.Listener listener) {
        try {
            LocalShellChannel channel = new LocalShellChannel(name(), command, listener, channels::remove, scheduler());
            channels.add(channel);
            channel.start();
            if (closed) {
                channel.close();
            }
            return CompletableFuture.completedFuture(channel);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(new TransportException(
                    TransportException.Cause.CHANNEL, name(), "cannot start sh: " + e.getMessage(), e));
        }
    }

    @Override
    public CompletableFuture<Boolean> kill(SlotProcess process, Duration grace) {
        // another group than its own is the master's
        if (process.group() == process.pid()) {
            return super.kill(process, grace);
        }
        ProcessHandle shell = ProcessHandle.of(process.pid()).orElse(null);
        if (shell == null) {
            return CompletableFuture.completedFuture(true);
        }
        ProcessHandle[] tree =
                Stream.concat(Stream.of(shell), shell.descendants()).toArray(ProcessHandle[]::new);
        CompletableFuture<?>[] ends = Stream.of(tree).map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        Stream.of(tree).forEach(ProcessHandle::destroy);
        return scheduler()
                .completeOnTimeout(CompletableFuture.allOf(ends), grace)
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
