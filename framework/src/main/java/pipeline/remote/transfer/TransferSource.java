package pipeline.remote.transfer;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The source of a transfer. Its futures fail with {@link TransferException}, or as those of a host do. */
public abstract sealed class TransferSource permits LocalSource, HostSource {

    /** Returns the file, or the directory and all that is in it, the directory first and each before what is in it. */
    abstract CompletableFuture<List<TreeEntry>> list();

    /** Reads the content of a file into a sink, which is not finished. */
    abstract CompletableFuture<Void> read(TreeEntry entry, ByteSink sink);

    /** Computes the digest of all. */
    abstract CompletableFuture<String> digest();

    /** Fails if the content differs from what was read, or has changed meanwhile. */
    abstract CompletableFuture<Void> confirm(String sha256);

    /** Ends what goes on. */
    abstract void close();
}
