package pipeline.tester;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The JVMs that wait for node programs, by the directories in which these start. Thread-safe. */
final class WarmJvms implements AutoCloseable {

    /** So many wait in one directory. */
    private static final int MOST_WAITING = 4;

    private final Map<Path, Deque<WarmJvm>> waiting = new HashMap<>();
    private final Set<WarmJvm> all = new HashSet<>();

    /** Takes one that waits there, or starts one. */
    WarmJvm take(AskedJob call) throws IOException {
        synchronized (this) {
            Deque<WarmJvm> there = waiting.get(call.directory());
            while (there != null && !there.isEmpty()) {
                WarmJvm jvm = there.pop();
                if (jvm.isAlive()) {
                    return jvm;
                }
                all.remove(jvm);
            }
        }
        WarmJvm started = WarmJvm.start(call.directory(), call.environment());
        synchronized (this) {
            all.add(started);
        }
        return started;
    }

    /** Lets one wait for the next program there, if it can still run any. */
    void giveBack(WarmJvm jvm, Path directory) {
        synchronized (this) {
            Deque<WarmJvm> there = waiting.computeIfAbsent(directory, key -> new ArrayDeque<>());
            if (jvm.isAlive() && there.size() < MOST_WAITING) {
                there.push(jvm);
                return;
            }
            all.remove(jvm);
        }
        jvm.close();
    }

    @Override
    public void close() {
        Set<WarmJvm> left;
        synchronized (this) {
            left = Set.copyOf(all);
            all.clear();
            waiting.clear();
        }
        left.forEach(WarmJvm::close);
    }
}
