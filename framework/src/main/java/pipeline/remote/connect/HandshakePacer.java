package pipeline.remote.connect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Limits the handshakes in progress per server and overall, so that OpenSSH's MaxStartups drops none. A dropped handshake
 * halves the overall limit; a successful one raises it by one. A handshake that waits takes no thread, and starts in its order.
 *
 * <p>Thread-safe: the monitor guards everything, and nothing is started while it is held.
 */
final class HandshakePacer {

    /** OpenSSH begins to shed connections when ten are not authenticated; others may log in too. */
    static final int PER_SERVER = 6;

    static final int OVERALL = 64;
    private static final int SMALLEST = 4;

    private final int perServer;
    private final int most;
    private final Executor executor;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final Map<String, Integer> running = new HashMap<>();
    private int limit;
    private int total;

    private record Waiting(String server, Runnable start) {}

    /**
     * Makes a pacer.
     *
     * @param executor runs what may start
     */
    HandshakePacer(int perServer, int overall, Executor executor) {
        this.perServer = perServer;
        this.most = overall;
        this.limit = overall;
        this.executor = executor;
    }

    /**
     * Starts a handshake when there is room for it; each start must be followed by one {@link #ended}.
     *
     * @param server what stands for the server; names of the same address should give the same
     */
    void submit(String server, Runnable start) {
        synchronized (this) {
            waiting.add(new Waiting(server, start));
        }
        startNext();
    }

    /**
     * Makes room after a handshake.
     *
     * @param shed whether the server dropped the connection before the handshake came to an end
     */
    void ended(String server, boolean shed) {
        synchronized (this) {
            total--;
            running.computeIfPresent(server, (name, count) -> count == 1 ? null : count - 1);
            limit = shed ? Math.max(Math.min(SMALLEST, most), limit / 2) : Math.min(most, limit + 1);
        }
        startNext();
    }

    /** Returns how many handshakes may be in progress now. */
    synchronized int limit() {
        return limit;
    }

    private void startNext() {
        takeNext().forEach(next -> executor.execute(next.start()));
    }

    private synchronized List<Waiting> takeNext() {
        List<Waiting> next = new ArrayList<>();
        Iterator<Waiting> queue = waiting.iterator();
        while (total < limit && queue.hasNext()) {
            Waiting candidate = queue.next();
            if (running.getOrDefault(candidate.server(), 0) < perServer) {
                queue.remove();
                running.merge(candidate.server(), 1, Integer::sum);
                total++;
                next.add(candidate);
            }
        }
        return next;
    }
}
