package pipeline.remote.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pipeline.frame.Frame;
import pipeline.remote.HostStream;
import pipeline.remote.RemoteHost;
import pipeline.remote.ShellScript;
import pipeline.remote.TransportException;

/** A file or tree of a host. Thread-safe. */
public final class HostSource extends TransferSource {

    private static final ShellScript LIST = new ShellScript(HostSource.class, "list.sh");
    private static final ShellScript SEND = new ShellScript(HostSource.class, "send.sh");

    private final HostPlace place;
    private volatile @Nullable HostStream open;

    /**
     * Makes one.
     *
     * @param path as a shell takes it: not beginning with a dash
     */
    public HostSource(RemoteHost host, String path) {
        this.place = new HostPlace(host, path);
    }

    @Override
    CompletableFuture<List<TreeEntry>> list() {
        return place.host()
                .ask(LIST.with(Map.of("pipeline_path", place.path())))
                .thenCompose(answer -> {
                    try {
                        return CompletableFuture.completedFuture(entries(answer));
                    } catch (TransferException e) {
                        return CompletableFuture.failedFuture(e);
                    }
                });
    }

    private List<TreeEntry> entries(String answer) throws TransferException {
        List<String> words = Arrays.asList(answer.split("\0", -1));
        if (words.get(0).equals("fail") && words.size() > 1) {
            throw place.failure("cannot read", words.get(1));
        }
        if (words.size() < 2 || !words.get(words.size() - 2).equals("end")) {
            throw place.failure("cannot read", "the host did not list all of it");
        }
        List<TreeEntry> entries = new ArrayList<>();
        int i = 0;
        while (i < words.size() - 2) {
            String[] head = words.get(i).split(" ", -1);
            switch (head[0]) {
                case "F" -> entries.add(file("", head));
                case "D" -> entries.add(TreeEntry.directory(""));
                case "d" -> entries.add(TreeEntry.directory(name(words.get(++i))));
                case "f" -> entries.add(file(name(words.get(++i)), head));
                case "l" -> {
                    String name = name(words.get(++i));
                    entries.add(TreeEntry.link(name, valid(words.get(++i))));
                }
                default -> throw place.failure("cannot read", "the host listed it in an odd way");
            }
            i++;
        }
        refuseWaysOut(entries);
        return entries;
    }

    /** What lies behind a link that the host named would lie somewhere else. */
    private void refuseWaysOut(List<TreeEntry> entries) throws TransferException {
        Set<String> directories = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (TreeEntry entry : entries) {
            if (entry.kind() == TreeEntry.Kind.DIRECTORY) {
                directories.add(entry.name());
            }
            int slash = entry.name().lastIndexOf('/');
            boolean isWithin = names.isEmpty()
                    || directories.contains(slash < 0 ? "" : entry.name().substring(0, slash));
            if (!names.add(entry.name()) || !isWithin) {
                throw place.failure("cannot read", "the host listed it in an odd way");
            }
        }
    }

    private TreeEntry file(String name, String[] head) throws TransferException {
        if (head.length != 3 || !head[1].matches("[0-9]{1,18}")) {
            throw place.failure("cannot read", "the host listed it in an odd way");
        }
        return TreeEntry.file(name, Long.parseLong(head[1]), head[2].equals("x"));
    }

    /** What a host names must lie within what is moved. */
    private String name(String found) throws TransferException {
        String name = found.startsWith("./") ? found.substring(2) : found;
        if (name.isEmpty()
                || name.startsWith("/")
                || Arrays.asList(name.split("/", -1)).contains("..")) {
            throw place.failure("cannot read", "the host listed it in an odd way");
        }
        return valid(name);
    }

    private String valid(String text) throws TransferException {
        if (text.indexOf('\ufffd') >= 0) {
            throw place.failure("cannot read", "the name " + text + " in it is not valid UTF-8");
        }
        return text;
    }

    @Override
    CompletableFuture<Void> read(TreeEntry entry, ByteSink sink) {
        Reading reading = new Reading(sink);
        place.host().stream(SEND.with(Map.of("pipeline_path", place.in(entry))), reading)
                .whenComplete((stream, failure) -> {
                    if (failure != null) {
                        reading.done.completeExceptionally(failure);
                    } else {
                        open = stream;
                        reading.done.whenComplete((ok, fault) -> stream.close());
                    }
                });
        return reading.done;
    }

    /** Hands on what comes; more is read when that has been taken. */
    private final class Reading implements HostStream.Listener {
        private final ByteSink sink;
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private volatile CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);

        Reading(ByteSink sink) {
            this.sink = sink;
        }

        @Override
        public void data(byte[] bytes, int offset, int length) {
            byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
            CompletableFuture<Void> next = taken.thenCompose(before -> sink.write(copy));
            taken = next;
            next.whenComplete((ok, failure) -> {
                if (failure != null) {
                    done.completeExceptionally(failure);
                }
            });
        }

        @Override
        public void frame(Frame frame) {
            switch (frame.word()) {
                case "begin" -> {
                    // the content follows
                }
                case "end" -> taken.thenRun(() -> done.complete(null));
                default -> done.completeExceptionally(place.failure("cannot read", frame.body()));
            }
        }

        @Override
        public CompletableFuture<Void> ready() {
            return taken.exceptionally(failure -> null);
        }

        @Override
        public void closed(TransportException how, String complaint) {
            taken.whenComplete((ok, failure) -> done.completeExceptionally(
                    how.cause() == TransportException.Cause.SHELL_ENDED
                            ? place.failure(
                                    "cannot read", complaint.isEmpty() ? String.valueOf(how.getMessage()) : complaint)
                            : how));
        }
    }

    @Override
    CompletableFuture<String> digest() {
        return place.look("")
                .thenCompose(words -> words.length == 2 && !words[1].isEmpty()
                        ? CompletableFuture.completedFuture(words[1])
                        : CompletableFuture.failedFuture(place.failure(
                                "cannot compare",
                                words[0].equals("missing") ? "it vanished" : "the host gives no SHA-256 of it")));
    }

    @Override
    CompletableFuture<Void> confirm(String sha256) {
        return digest().thenCompose(now -> now.equals(sha256)
                ? CompletableFuture.<Void>completedFuture(null)
                : CompletableFuture.failedFuture(new TransferException(place + " changed while it was read")));
    }

    @Override
    void close() {
        HostStream stream = open;
        if (stream != null) {
            stream.close();
        }
    }

    @Override
    public String toString() {
        return place.toString();
    }
}
