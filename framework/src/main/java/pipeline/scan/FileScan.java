package pipeline.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import pipeline.remote.Transport;

/**
 * A search for files on many hosts at once. What is found is kept in temporary files until it is read, host by host, so that its order
 * is always the same and the memory it takes does not grow. Used by one thread.
 */
public final class FileScan implements AutoCloseable {

    private final List<HostScan> scans = new ArrayList<>();
    private final int searches;

    private FileScan(int searches) {
        this.searches = searches;
    }

    /**
     * What to look for.
     *
     * @param directory where relative patterns begin on each host; empty for where a shell begins there
     * @param fanout how many hosts search at a time
     */
    public record Order(Optional<String> directory, List<ScanPattern> patterns, FileKind kind, int fanout) {}

    /**
     * Searches on all hosts, and returns when each has answered or cannot.
     *
     * @throws IOException if a temporary file cannot be written
     */
    public static FileScan of(Transport transport, Collection<String> hosts, Order order)
            throws IOException, InterruptedException {
        FileScan scan = new FileScan(order.patterns().size());
        try {
            Semaphore places = new Semaphore(order.fanout());
            List<CompletableFuture<Void>> ends = new ArrayList<>();
            for (String host : hosts) {
                places.acquire();
                HostScan one = HostScan.start(transport.host(host), order.directory(), order.patterns(), order.kind());
                scan.scans.add(one);
                CompletableFuture<Void> end = new CompletableFuture<>();
                ends.add(end);
                one.onEnd(() -> {
                    places.release();
                    end.complete(null);
                });
            }
            CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new)).join();
            return scan;
        } catch (IOException | InterruptedException | RuntimeException e) {
            scan.close();
            throw e;
        }
    }

    /**
     * Reads what was found: host by host in the order in which they were named, and on each by the bytes of the names.
     *
     * @param sink takes the files
     * @return what else there is to say of each host
     */
    public List<HostFindings> read(Consumer<FoundFile> sink) throws IOException {
        List<HostFindings> findings = new ArrayList<>();
        for (HostScan scan : scans) {
            findings.add(scan.read(searches, sink));
        }
        return findings;
    }

    @Override
    public void close() throws IOException {
        for (HostScan scan : scans) {
            scan.close();
        }
    }
}
