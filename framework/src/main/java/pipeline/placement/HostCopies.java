package pipeline.placement;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pipeline.remote.RemoteHost;
import pipeline.remote.TransportException;
import pipeline.remote.transfer.FileTransfer;
import pipeline.remote.transfer.HostTarget;
import pipeline.remote.transfer.LocalSource;
import pipeline.remote.transfer.TransferException;
import pipeline.text.Digests;

/**
 * Copies files to one host, some at a time. What breaks off with the connection begins anew; a host to which nothing gets through any more
 * is given up, and its files are parked. Thread-safe: the lock guards all fields that change, and nothing is called while it is held.
 */
final class HostCopies {

    /** So many breaks without a file that gets through between them. */
    private static final int BREAKS = 3;

    private final RemoteHost host;
    private final HostRoom room;
    private final int most;
    private final Executor threads;
    private final Consumer<Arrival> arrivals;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Deque<PlacedFile> waiting;
    private final Map<PlacedFile, FileTransfer> running = new HashMap<>();
    private final AtomicInteger unsettled;
    private int breaks;
    private @Nullable String givenUp;

    /**
     * Makes it.
     *
     * @param room what the host said of the directory that they go to
     * @param most how many at a time
     * @param threads read from the disk
     * @param arrivals takes what became of each file
     */
    HostCopies(
            RemoteHost host,
            HostRoom room,
            List<PlacedFile> files,
            int most,
            Executor threads,
            Consumer<Arrival> arrivals) {
        this.host = host;
        this.room = room;
        this.waiting = new ArrayDeque<>(files);
        this.unsettled = new AtomicInteger(files.size());
        this.most = most;
        this.threads = threads;
        this.arrivals = arrivals;
    }

    /** Begins; completes when it is known of each file what became of it. */
    CompletableFuture<Void> start() {
        fill();
        return end;
    }

    private void fill() {
        for (FileTransfer next = next(); next != null; next = next()) {
            FileTransfer transfer = next;
            CompletableFuture<FileTransfer.Result> copied = transfer.start();
            // not on the thread that completes it: many small files must not make the stack deeper
            transfer.over().thenRunAsync(() -> ended(transfer, copied), threads).exceptionally(fault -> {
                end.completeExceptionally(fault);
                return null;
            });
        }
        park();
    }

    private synchronized @Nullable FileTransfer next() {
        if (givenUp != null || running.size() >= most || waiting.isEmpty()) {
            return null;
        }
        PlacedFile file = waiting.remove();
        // the same each time, so that the next attempt, or the same command again, removes what was left of this one
        String mark = "place-" + Digests.shortened(file.name());
        FileTransfer transfer = new FileTransfer(
                new LocalSource(file.source(), threads),
                new HostTarget(host, room.directory() + "/" + file.name(), mark, ""),
                threads);
        running.put(file, transfer);
        return transfer;
    }

    private void ended(FileTransfer transfer, CompletableFuture<FileTransfer.Result> copied) {
        Optional<Arrival> arrival = copied.handle(
                        (result, failure) -> failure == null ? arrived(transfer, result) : failed(transfer, failure))
                .join();
        arrival.ifPresent(this::settle);
        fill();
    }

    private void settle(Arrival arrival) {
        arrivals.accept(arrival);
        if (unsettled.decrementAndGet() == 0) {
            end.complete(null);
        }
    }

    private synchronized PlacedFile take(FileTransfer transfer) {
        PlacedFile file = running.entrySet().stream()
                .filter(entry -> entry.getValue() == transfer)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        running.remove(file);
        return file;
    }

    private synchronized Optional<Arrival> arrived(FileTransfer transfer, FileTransfer.Result result) {
        breaks = 0;
        PlacedFile file = take(transfer);
        Arrival.State state = result.wasSent() ? Arrival.State.SENT : Arrival.State.THERE;
        return Optional.of(new Arrival(file, state, room.directory() + "/" + file.name()));
    }

    /** Returns nothing of a file that begins anew. */
    private synchronized Optional<Arrival> failed(FileTransfer transfer, Throwable failure) {
        PlacedFile file = take(transfer);
        TransferException own = TransferException.in(failure);
        if (own != null) {
            return Optional.of(new Arrival(file, Arrival.State.FAILED, String.valueOf(own.getMessage())));
        }
        if (givenUp == null && TransportException.in(failure) == null) {
            return Optional.of(new Arrival(file, Arrival.State.FAILED, failure.toString()));
        }
        breaks++;
        if (givenUp == null && breaks >= BREAKS) {
            givenUp = RoomQuestion.reason(host, failure);
        }
        waiting.addFirst(file);
        return Optional.empty();
    }

    /** Reports what can go nowhere any more. */
    private void park() {
        List<PlacedFile> parked;
        String reason;
        synchronized (this) {
            reason = givenUp;
            if (reason == null) {
                return;
            }
            parked = List.copyOf(waiting);
            waiting.clear();
        }
        parked.forEach(file -> settle(new Arrival(file, Arrival.State.PARKED, reason)));
    }

    /** Returns how many bytes of those files went out that are on their way. */
    synchronized long moving() {
        return running.values().stream().mapToLong(FileTransfer::moved).sum();
    }

    /** Ends what goes on; what has not arrived is parked. Completes when the host has removed what arrived in part, if it can. */
    CompletableFuture<Void> cancel() {
        Collection<FileTransfer> all;
        synchronized (this) {
            givenUp = givenUp == null ? "interrupted" : givenUp;
            all = List.copyOf(running.values());
        }
        all.forEach(FileTransfer::cancel);
        park();
        return CompletableFuture.allOf(all.stream().map(FileTransfer::over).toArray(CompletableFuture<?>[]::new));
    }
}
