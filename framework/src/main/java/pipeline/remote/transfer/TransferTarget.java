package pipeline.remote.transfer;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The target of a transfer. Its futures fail with {@link TransferException}, or as those of a host do. */
public abstract sealed class TransferTarget permits LocalTarget, HostTarget {

    /**
     * Returns the digest of what is there and may be the same; empty if nothing of the size is there.
     *
     * @param root what is moved
     */
    abstract CompletableFuture<Optional<String>> existing(TreeEntry root);

    /** Makes the place in which it arrives, and the directories and links in it. */
    abstract CompletableFuture<Void> begin(List<TreeEntry> entries);

    /** Begins a file. */
    abstract CompletableFuture<ByteSink> open(TreeEntry entry);

    /** Moves the arrived content to its name, if it has this digest. */
    abstract CompletableFuture<Void> commit(String sha256);

    /** Removes what has arrived; never fails. */
    abstract CompletableFuture<Void> abort();

    /** Ends what goes on. */
    abstract void close();
}
