package pipeline.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import pipeline.remote.Transport;
import pipeline.remote.transfer.TransferThreads;

/**
 * Copies files of the master to the hosts they are placed on, on many hosts at once. A file is there whole or not at all, and what is there
 * and equal is not sent again. One thread asks and copies; others may look how far it is, and cancel.
 */
public final class FilePlacement {

    private final Transport transport;
    private final Order order;
    private final List<PlacedFile> files;
    private final Executor threads = TransferThreads.make();
    private final ConcurrentLinkedQueue<HostCopies> copies = new ConcurrentLinkedQueue<>();
    private final Map<PlacedFile, Arrival> arrivals = new ConcurrentHashMap<>();
    private final AtomicLong arrivedBytes = new AtomicLong();
    private volatile boolean isCancelled;

    /**
     * How files are copied.
     *
     * @param workingDirectory where a relative directory begins; empty for where a shell begins
     * @param directory where the files go on each host; {@code {host}} in it is the name of the host
     * @param mostPerHost how many files at a time on a host
     * @param fanout to how many hosts at a time
     */
    public record Order(Optional<String> workingDirectory, String directory, int mostPerHost, int fanout) {

        /** Returns the directory for a host. */
        public String directory(String host) {
            return directory.replace("{host}", host);
        }
    }

    /** How far it is. */
    public record PlacementProgress(long files, long bytes) {}

    public FilePlacement(Transport transport, Order order, List<PlacedFile> files) {
        this.transport = transport;
        this.order = order;
        this.files = List.copyOf(files);
    }

    /** Asks the hosts for room, makes the last part of the directory there, and returns when each has answered or cannot. */
    public List<HostRoom> rooms() throws InterruptedException {
        Map<String, List<PlacedFile>> byHost = byHost();
        Map<String, HostRoom> rooms = new ConcurrentHashMap<>();
        each(
                List.copyOf(byHost.keySet()),
                host -> new RoomQuestion(transport.host(host), order.workingDirectory(), order.directory(host))
                        .ask(byHost.getOrDefault(host, List.of()))
                        .thenAccept(room -> rooms.put(host, room)));
        return byHost.keySet().stream().map(rooms::get).toList();
    }

    /**
     * Copies the files, and returns when it is known of each what became of it; those of hosts that have not answered are parked.
     *
     * @param rooms what the hosts said
     * @return one for each file, in the order of the files
     */
    public List<Arrival> copy(List<HostRoom> rooms) throws InterruptedException {
        Map<String, List<PlacedFile>> byHost = byHost();
        List<HostCopies> present = new ArrayList<>();
        for (HostRoom room : rooms) {
            List<PlacedFile> own = byHost.getOrDefault(room.host(), List.of());
            String absence = room.absence();
            if (absence == null) {
                present.add(new HostCopies(
                        transport.host(room.host()), room, own, order.mostPerHost(), threads, this::arrived));
            } else {
                own.forEach(file -> arrived(new Arrival(file, Arrival.State.PARKED, absence)));
            }
        }
        each(present, copying -> {
            copies.add(copying);
            CompletableFuture<Void> end = copying.start();
            if (isCancelled) {
                CompletableFuture<Void> unused = copying.cancel();
            }
            return end;
        });
        return files.stream()
                .map(file -> Objects.requireNonNull(arrivals.get(file), "it is not known of a file what became of it"))
                .toList();
    }

    private Map<String, List<PlacedFile>> byHost() {
        return files.stream().collect(Collectors.groupingBy(PlacedFile::host, LinkedHashMap::new, Collectors.toList()));
    }

    private void arrived(Arrival arrival) {
        arrivals.put(arrival.file(), arrival);
        arrivedBytes.addAndGet(arrival.file().size());
    }

    /** Begins with each host as soon as there is a place for it, and waits for all; returns what has completed. */
    private <T, R> List<CompletableFuture<R>> each(Collection<T> hosts, Function<T, CompletableFuture<R>> action)
            throws InterruptedException {
        Semaphore places = new Semaphore(order.fanout());
        List<CompletableFuture<R>> ends = new ArrayList<>();
        for (T host : hosts) {
            places.acquire();
            ends.add(action.apply(host).whenComplete((done, failure) -> places.release()));
        }
        try {
            CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new)).get();
            return ends;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a failure of a host is no exception", e.getCause());
        }
    }

    /** Returns how many files have come to an end, and how many bytes they have or have sent. */
    public PlacementProgress progress() {
        long moving = copies.stream().mapToLong(HostCopies::moving).sum();
        return new PlacementProgress(arrivals.size(), arrivedBytes.get() + moving);
    }

    /** Ends what goes on; completes when the hosts have removed what arrived in part, as far as they can. */
    public CompletableFuture<Void> cancel() {
        isCancelled = true;
        return CompletableFuture.allOf(copies.stream().map(HostCopies::cancel).toArray(CompletableFuture<?>[]::new));
    }
}
