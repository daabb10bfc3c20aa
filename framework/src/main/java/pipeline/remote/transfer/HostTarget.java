package pipeline.remote.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pipeline.frame.Frame;
import pipeline.remote.HostStream;
import pipeline.remote.RemoteHost;
import pipeline.remote.ShellScript;
import pipeline.remote.TransportException;

/** A place on a host for a file or tree. Thread-safe. */
public final class HostTarget extends TransferTarget {

    private static final ShellScript BEGIN = script("begin.sh");
    private static final ShellScript RECEIVE = script("receive.sh");
    private static final ShellScript COMMIT = script("commit.sh");
    private static final ShellScript ABORT = script("abort.sh");

    private static final String CANNOT_WRITE = "cannot write";

    private final HostPlace place;
    private final HostPlace temporary;
    private final String directory;
    private final String link;
    private volatile @Nullable HostStream open;

    /**
     * Makes one.
     *
     * @param path as a shell takes it: not beginning with a dash
     * @param mark names the attempt among all that ever were: no part of a path
     * @param link what the host removes with what it names when the slot of the attempt goes; empty for none
     */
    public HostTarget(RemoteHost host, String path, String mark, String link) {
        int slash = path.lastIndexOf('/') + 1;
        this.place = new HostPlace(host, path);
        this.directory = path.substring(0, slash) + ".pipeline-" + mark;
        this.temporary = new HostPlace(host, directory + "/" + path.substring(slash));
        this.link = link;
    }

    private static ShellScript script(String file) {
        return new ShellScript(HostTarget.class, file);
    }

    @Override
    CompletableFuture<Optional<String>> existing(TreeEntry root) {
        boolean isTree = root.kind() == TreeEntry.Kind.DIRECTORY;
        return place.look(isTree ? "" : String.valueOf(root.size())).thenCompose(words -> {
            String is = words[0];
            Optional<String> sha256 = words.length == 2 ? Optional.of(words[1]) : Optional.empty();
            boolean isFree = is.equals("missing") || is.equals(isTree ? "directory" : "file");
            return isFree
                    ? CompletableFuture.completedFuture(sha256)
                    : CompletableFuture.failedFuture(place.failure(
                            CANNOT_WRITE,
                            "there is a " + (is.equals("special") ? "special file" : is) + " of this name"));
        });
    }

    @Override
    CompletableFuture<Void> begin(List<TreeEntry> entries) {
        List<String> arguments = new ArrayList<>();
        for (TreeEntry entry : entries) {
            switch (entry.kind()) {
                case DIRECTORY -> arguments.addAll(List.of("d", temporary.in(entry)));
                case LINK -> arguments.addAll(List.of("l", temporary.in(entry), entry.target()));
                case FILE -> {
                    // comes later
                }
            }
        }
        return place.command(
                CANNOT_WRITE, BEGIN.with(Map.of("pipeline_directory", directory, "pipeline_link", link), arguments));
    }

    @Override
    CompletableFuture<ByteSink> open(TreeEntry entry) {
        Writing writing = new Writing();
        String script = RECEIVE.with(
                Map.of("pipeline_path", temporary.in(entry), "pipeline_executable", entry.isExecutable() ? "1" : ""));
        place.host().stream(script, writing).whenComplete((stream, failure) -> {
            if (failure != null) {
                writing.fail(failure);
            } else {
                open = stream;
                writing.stream = stream;
                writing.ended.whenComplete((ok, fault) -> stream.close());
                writing.begunWith.complete(writing);
            }
        });
        return writing.begunWith.thenCombine(writing.begun, (sink, begun) -> sink);
    }

    /** Sends a file; its length is compared by the digest of all. */
    private final class Writing implements HostStream.Listener, ByteSink {
        private final CompletableFuture<ByteSink> begunWith = new CompletableFuture<>();
        private final CompletableFuture<Void> begun = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private volatile CompletableFuture<Void> current = CompletableFuture.completedFuture(null);
        private volatile @Nullable HostStream stream;

        void fail(Throwable failure) {
            ended.completeExceptionally(failure);
            begunWith.completeExceptionally(failure);
            begun.completeExceptionally(failure);
            current.completeExceptionally(failure);
        }

        @Override
        public CompletableFuture<Void> write(byte[] bytes) {
            HostStream to = stream;
            if (to == null || ended.isDone()) {
                return ended.thenCompose(early ->
                        CompletableFuture.failedFuture(place.failure(CANNOT_WRITE, "the host took not all of it")));
            }
            CompletableFuture<Void> sent = to.write(bytes);
            current = sent;
            if (ended.isCompletedExceptionally()) {
                // it failed before it was known what waits
                return ended;
            }
            return sent;
        }

        @Override
        public CompletableFuture<Void> finish() {
            HostStream to = stream;
            if (to != null) {
                to.endOfInput();
            }
            return ended;
        }

        @Override
        public void data(byte[] bytes, int offset, int length) {
            // It says what it has to say by frames.
        }

        @Override
        public void frame(Frame frame) {
            switch (frame.word()) {
                case "begin" -> begun.complete(null);
                case "end" -> ended.complete(null);
                default -> fail(place.failure(CANNOT_WRITE, frame.body()));
            }
        }

        @Override
        public CompletableFuture<Void> ready() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void closed(TransportException how, String complaint) {
            fail(
                    how.cause() == TransportException.Cause.SHELL_ENDED
                            ? place.failure(
                                    CANNOT_WRITE, complaint.isEmpty() ? String.valueOf(how.getMessage()) : complaint)
                            : how);
        }
    }

    @Override
    CompletableFuture<Void> commit(String sha256) {
        return place.command(
                CANNOT_WRITE,
                COMMIT.with(Map.of(
                        "pipeline_path", place.path(),
                        "pipeline_temporary", temporary.path(),
                        "pipeline_sha256", sha256,
                        "pipeline_directory", directory,
                        "pipeline_link", link)));
    }

    @Override
    CompletableFuture<Void> abort() {
        return place.host()
                .ask(ABORT.with(Map.of("pipeline_directory", directory, "pipeline_link", link)))
                .<Void>thenApply(said -> null)
                .exceptionally(failure -> null);
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
