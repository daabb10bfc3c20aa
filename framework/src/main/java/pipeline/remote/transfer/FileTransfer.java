package pipeline.remote.transfer;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import pipeline.text.Digests;

/**
 * Transfers one file or directory tree. Equal content at the target is not sent again; anything else arrives under a temporary
 * name, is verified by SHA-256, and then gets its name. Thread-safe.
 */
public final class FileTransfer {

    private final TransferSource source;
    private final TransferTarget target;
    private final Executor threads;
    private final AtomicLong moved = new AtomicLong();
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile long total;

    /**
     * Makes one that has not begun.
     *
     * @param threads on which it goes on from one file to the next
     */
    public FileTransfer(TransferSource source, TransferTarget target, Executor threads) {
        this.source = source;
        this.target = target;
        this.threads = threads;
    }

    /**
     * What was moved.
     *
     * @param sha256 of the file, or of the tree
     * @param wasSent false if it was there already
     */
    public record Result(String sha256, long bytes, boolean wasSent) {}

    /** Begins; fails with {@link TransferException}, with what the hosts fail with, or by {@link #cancel()}. */
    public CompletableFuture<Result> start() {
        source.list().thenComposeAsync(this::compare, threads).whenComplete((ended, failure) -> {
            if (failure == null) {
                result.complete(ended);
            } else {
                result.completeExceptionally(failure);
            }
            over.complete(null);
        });
        return result;
    }

    /** Completes, never exceptionally, when nothing of it goes on any more, not even the end of what was cancelled. */
    public CompletableFuture<Void> over() {
        return over;
    }

    /** Ends it; what has arrived is removed. */
    public void cancel() {
        result.cancel(false);
        source.close();
        target.close();
    }

    /** Returns how many bytes were moved so far. */
    public long moved() {
        return moved.get();
    }

    /** Returns how many bytes there are; 0 as long as that is not known. */
    public long total() {
        return total;
    }

    private CompletableFuture<Result> compare(List<TreeEntry> entries) {
        TreeEntry root = entries.get(0);
        total = entries.stream().mapToLong(TreeEntry::size).sum();
        return target.existing(root).thenCompose(there -> {
            if (there.isEmpty()) {
                return send(entries);
            }
            return source.digest().thenCompose(sha256 -> {
                if (there.equals(Optional.of(sha256))) {
                    return CompletableFuture.completedFuture(new Result(sha256, total, false));
                }
                return root.kind() == TreeEntry.Kind.FILE
                        ? send(entries)
                        : CompletableFuture.failedFuture(new TransferException("the directory " + target
                                + " is there already and holds something else; remove it, or name another"));
            });
        });
    }

    private CompletableFuture<Result> send(List<TreeEntry> entries) {
        TreeDigest digest = new TreeDigest();
        CompletableFuture<Result> sent = target.begin(entries)
                .thenCompose(begun -> next(entries, 0, digest))
                .thenCompose(all -> {
                    String sha256 = digest.hex();
                    return source.confirm(sha256)
                            .thenCompose(same -> result.isDone()
                                    ? CompletableFuture.<Void>failedFuture(new TransferException("it was cancelled"))
                                    : target.commit(sha256))
                            .thenApply(there -> new Result(sha256, total, true));
                });
        return sent.handle((ended, failure) -> failure == null
                        ? CompletableFuture.completedFuture(ended)
                        : target.abort().<Result>thenCompose(gone -> CompletableFuture.failedFuture(failure)))
                .thenCompose(ended -> ended);
    }

    private CompletableFuture<Void> next(List<TreeEntry> entries, int from, TreeDigest digest) {
        for (int i = from; i < entries.size(); i++) {
            TreeEntry entry = entries.get(i);
            if (result.isDone()) {
                return CompletableFuture.failedFuture(new TransferException("it was cancelled"));
            }
            if (entry.kind() == TreeEntry.Kind.FILE) {
                int after = i + 1;
                // a file that is moved at once must not make the stack deeper
                return file(entry, digest).thenComposeAsync(moved -> next(entries, after, digest), threads);
            }
            digest.add(entry, "");
        }
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> file(TreeEntry entry, TreeDigest digest) {
        return target.open(entry).thenCompose(sink -> {
            Counting counting = new Counting(sink);
            return source.read(entry, counting).thenCompose(all -> {
                if (counting.count != entry.size()) {
                    return CompletableFuture.failedFuture(
                            new TransferException("%s changed while it was read: %d bytes, not %d"
                                    .formatted(source, counting.count, entry.size())));
                }
                digest.add(entry, TreeDigest.hex(counting.digest));
                return sink.finish();
            });
        });
    }

    /** Used by one thread at a time, with what orders memory between them. */
    private final class Counting implements ByteSink {
        private final ByteSink next;
        private final MessageDigest digest = Digests.sha256();
        private long count;

        Counting(ByteSink next) {
            this.next = next;
        }

        @Override
        public CompletableFuture<Void> write(byte[] bytes) {
            digest.update(bytes);
            count += bytes.length;
            moved.addAndGet(bytes.length);
            return next.write(bytes);
        }

        @Override
        public CompletableFuture<Void> finish() {
            return next.finish();
        }
    }
}
