package pipeline.remote.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import pipeline.text.ShellQuoting;

/** A file or tree of the master. Thread-safe. */
public final class LocalSource extends TransferSource {

    private static final int CHUNK = 1 << 18;

    private final Path root;
    private final Executor threads;
    private volatile List<String> stamps = List.of();
    private volatile boolean isClosed;

    /**
     * Makes one.
     *
     * @param threads read from the disk
     */
    public LocalSource(Path root, Executor threads) {
        this.root = root;
        this.threads = threads;
    }

    private <T> CompletableFuture<T> ask(DiskTask.Question<T> question) {
        return DiskTask.ask(threads, "cannot read", root, question);
    }

    private CompletableFuture<Void> act(DiskTask.Action action) {
        return DiskTask.act(threads, "cannot read", root, action);
    }

    @Override
    CompletableFuture<List<TreeEntry>> list() {
        return ask(() -> {
            List<TreeEntry> entries = LocalFiles.list(root);
            stamps = stamps(entries);
            return entries;
        });
    }

    private List<String> stamps(List<TreeEntry> entries) throws IOException {
        List<String> all = new ArrayList<>();
        for (TreeEntry entry : entries) {
            if (entry.kind() == TreeEntry.Kind.FILE) {
                BasicFileAttributes attributes =
                        Files.readAttributes(LocalFiles.place(root, entry), BasicFileAttributes.class);
                all.add(entry + " " + attributes.lastModifiedTime() + " " + attributes.fileKey());
            } else {
                all.add(entry.toString());
            }
        }
        return all;
    }

    @Override
    CompletableFuture<Void> read(TreeEntry entry, ByteSink sink) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Path file = LocalFiles.place(root, entry);
        threads.execute(() -> {
            try {
                InputStream in = Files.newInputStream(file);
                done.whenComplete((ok, failure) -> close(in));
                pump(in, file, sink, done);
            } catch (IOException e) {
                done.completeExceptionally(LocalFiles.failure("cannot read", file, e));
            }
        });
        return done;
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // it was only read
        }
    }

    private void pump(InputStream in, Path file, ByteSink sink, CompletableFuture<Void> done) {
        try {
            byte[] chunk = new byte[CHUNK];
            int count = isClosed ? -1 : in.readNBytes(chunk, 0, CHUNK);
            if (count <= 0) {
                done.complete(null);
                return;
            }
            sink.write(count == CHUNK ? chunk : Arrays.copyOf(chunk, count)).whenComplete((ok, failure) -> {
                if (failure != null) {
                    done.completeExceptionally(failure);
                } else {
                    threads.execute(() -> pump(in, file, sink, done));
                }
            });
        } catch (IOException e) {
            done.completeExceptionally(LocalFiles.failure("cannot read", file, e));
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }

    @Override
    CompletableFuture<String> digest() {
        return ask(() -> LocalFiles.digest(root));
    }

    @Override
    CompletableFuture<Void> confirm(String sha256) {
        return act(() -> {
            if (!stamps(LocalFiles.list(root)).equals(stamps)) {
                throw new TransferException(this + " changed while it was read");
            }
        });
    }

    @Override
    void close() {
        isClosed = true;
    }

    @Override
    public String toString() {
        return ShellQuoting.quote(root.toString()) + " on the master";
    }
}
