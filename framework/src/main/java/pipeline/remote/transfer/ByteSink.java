package pipeline.remote.transfer;

import java.util.concurrent.CompletableFuture;

/** Takes the content of one file, one write after the other has completed. */
interface ByteSink {

    /** Takes bytes, which are not changed afterwards; completes when more can be taken. */
    CompletableFuture<Void> write(byte[] bytes);

    /** Completes when all is where it belongs. */
    CompletableFuture<Void> finish();
}
