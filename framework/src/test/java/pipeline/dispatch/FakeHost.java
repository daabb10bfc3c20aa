package pipeline.dispatch;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import pipeline.frame.Frame;
import pipeline.remote.AnswerOutput;
import pipeline.remote.HostLogin;
import pipeline.remote.HostStream;
import pipeline.remote.NodeFile;
import pipeline.remote.RemoteHost;
import pipeline.remote.ScriptEnd;
import pipeline.remote.Slot;
import pipeline.remote.SlotOutput;
import pipeline.remote.SlotOwner;
import pipeline.remote.SlotTrace;
import pipeline.remote.SpoolOutput;
import pipeline.remote.TransportException;

/** A host that opens slots at once, as many as wanted, and whose jobs end at once with code 0, unless told otherwise. */
public final class FakeHost implements RemoteHost {

    private final String name;
    private final Queue<CompletableFuture<Slot>> asked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();

    final Queue<FakeSlot> slots = new ConcurrentLinkedQueue<>();
    final BlockingQueue<FakeSlot> held = new LinkedBlockingQueue<>();
    final AtomicInteger mostRunning = new AtomicInteger();
    final AtomicInteger runs = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    volatile ToIntFunction<String> code = script -> 0;
    volatile int allowed = Integer.MAX_VALUE;
    volatile TransportException.Cause cause = TransportException.Cause.UNREACHABLE;
    volatile String complaint = "";

    /** What jobs say before their program, see the class Setup. */
    volatile String setup = "done";

    volatile boolean isSilent;
    volatile boolean slotsDieAtOnce;
    volatile boolean holdsJobs;
    volatile boolean settlingBreaks;
    public volatile boolean killHangs;
    final List<SlotTrace> followed = new CopyOnWriteArrayList<>();
    final List<SlotTrace> killed = new CopyOnWriteArrayList<>();
    public volatile Map<String, SlotTrace> left = Map.of();

    /** What was removed of former owners, and whether their fence went too. */
    public final Map<SlotOwner, Boolean> forgotten = new ConcurrentHashMap<>();

    public final Queue<String> questions = new ConcurrentLinkedQueue<>();
    public volatile CompletableFuture<String> answer = CompletableFuture.completedFuture("");
    public volatile CompletableFuture<String> put = CompletableFuture.completedFuture("/node/file");

    public FakeHost(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<HostLogin> login() {
        return CompletableFuture.completedFuture(new HostLogin("me@" + name, "", ""));
    }

    @Override
    public CompletableFuture<Slot> openSlot(SlotOwner owner) {
        CompletableFuture<Slot> slot = new CompletableFuture<>();
        requests.incrementAndGet();
        asked.add(slot);
        if (!isSilent) {
            answer();
        }
        return slot;
    }

    /** Returns how many slots were asked for and not answered. */
    int asked() {
        return asked.size();
    }

    /** Opens or refuses what was asked for so far. */
    public void answer() {
        for (CompletableFuture<Slot> slot = asked.poll(); slot != null; slot = asked.poll()) {
            if (slots.stream().filter(FakeSlot::isOpen).count() < allowed) {
                FakeSlot made = new FakeSlot();
                made.open = !slotsDieAtOnce;
                slots.add(made);
                slot.complete(made);
            } else {
                slot.completeExceptionally(new TransportException(cause, name, "nobody answers"));
            }
        }
    }

    @Override
    public CompletableFuture<InetSocketAddress> forward(InetSocketAddress server) {
        return CompletableFuture.completedFuture(server);
    }

    @Override
    public CompletableFuture<Map<String, SlotTrace>> takeOver(SlotOwner owner, boolean fences) {
        return CompletableFuture.completedFuture(left);
    }

    @Override
    public CompletableFuture<ScriptEnd> follow(SlotTrace trace, String id, SlotOutput output) {
        followed.add(trace);
        return CompletableFuture.completedFuture(ScriptEnd.vanished());
    }

    @Override
    public CompletableFuture<Boolean> kill(SlotTrace trace, Duration grace) {
        killed.add(trace);
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletableFuture<Void> readSpool(SlotTrace trace, String id, SpoolOutput output) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> followSpool(SlotTrace trace, SpoolOutput output) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> announceLogServer(SlotTrace trace, String line) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> forget(SlotOwner owner, boolean isDead) {
        forgotten.put(owner, isDead);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<String> put(NodeFile file, String nodeDirectory) {
        return put;
    }

    @Override
    public CompletableFuture<HostStream> stream(String script, HostStream.Listener listener) {
        throw new UnsupportedOperationException("a fake host moves no files");
    }

    @Override
    public CompletableFuture<String> ask(String script) {
        questions.add(script);
        return answer;
    }

    @Override
    public CompletableFuture<Void> ask(String script, AnswerOutput output) {
        return ask(script).thenAccept(text -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            output.begin();
            output.answered(bytes, 0, bytes.length);
        });
    }

    public final class FakeSlot implements Slot {
        final List<String> settled = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Boolean> neverKilled = new CompletableFuture<>();
        private volatile CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        private volatile boolean open = true;
        public volatile boolean isClosed;
        volatile boolean isKilled;
        volatile SlotOutput output;
        volatile String script;

        @Override
        public CompletableFuture<Integer> run(String id, String text, SlotOutput to) {
            mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
            runs.incrementAndGet();
            script = text;
            output = to;
            CompletableFuture<Integer> code = new CompletableFuture<>();
            exitCode = code;
            if (!open) {
                lose();
            } else if (holdsJobs) {
                to.frame(new Frame("setup", setup));
                held.add(this);
            } else {
                to.frame(new Frame("setup", setup));
                byte[] said = complaint.getBytes(StandardCharsets.UTF_8);
                to.stderr(said, 0, said.length);
                end(FakeHost.this.code.applyAsInt(text));
            }
            return code;
        }

        void end(int code) {
            running.decrementAndGet();
            exitCode.complete(code);
        }

        /** Breaks the slot, whether it is idle or runs a job. */
        void lose() {
            lose(new TransportException(TransportException.Cause.LOST, name, "the connection was lost"));
        }

        private void lose(TransportException how) {
            open = false;
            running.decrementAndGet();
            exitCode.completeExceptionally(how);
        }

        @Override
        public void settled(String id) {
            if (settlingBreaks) {
                throw new IllegalStateException("a fault on purpose");
            }
            settled.add(id);
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public @Nullable SlotTrace trace() {
            return null;
        }

        @Override
        public Set<String> formerOwners() {
            return Set.of();
        }

        @Override
        public String token() {
            return "token";
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public CompletableFuture<Boolean> kill(Duration grace) {
            isKilled = true;
            if (killHangs) {
                return neverKilled;
            }
            lose(new TransportException(TransportException.Cause.SHELL_ENDED, name, "the shell was killed"));
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public CompletableFuture<Void> leave() {
            close();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            isClosed = true;
            open = false;
        }
    }
}
