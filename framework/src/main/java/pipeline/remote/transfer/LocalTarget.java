package pipeline.remote.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import pipeline.text.ShellQuoting;

/** A place on the master for a file or tree. Thread-safe. */
public final class LocalTarget extends TransferTarget {

    private final Path path;
    private final Path directory;
    private final Path temporary;
    private final Executor threads;

    /**
     * Makes one.
     *
     * @param mark names the transfer among all of the master, and is the same when it is made again: no part of a path
     */
    public LocalTarget(Path path, String mark, Executor threads) {
        this.path = path;
        this.directory = path.resolveSibling(".pipeline-" + mark);
        this.temporary = directory.resolve(String.valueOf(path.getFileName()));
        this.threads = threads;
    }

    private <T> CompletableFuture<T> ask(DiskTask.Question<T> question) {
        return DiskTask.ask(threads, "cannot write", path, question);
    }

    private CompletableFuture<Void> act(DiskTask.Action action) {
        return DiskTask.act(threads, "cannot write", path, action);
    }

    @Override
    CompletableFuture<Optional<String>> existing(TreeEntry root) {
        return ask(() -> {
            boolean isTree = root.kind() == TreeEntry.Kind.DIRECTORY;
            if (Files.notExists(path)) {
                return Optional.<String>empty();
            }
            if (Files.isDirectory(path) != isTree) {
                throw new TransferException("there is a %s %s already".formatted(isTree ? "file" : "directory", this));
            }
            return isTree || Files.size(path) == root.size()
                    ? Optional.of(LocalFiles.digest(path))
                    : Optional.<String>empty();
        });
    }

    @Override
    CompletableFuture<Void> begin(List<TreeEntry> entries) {
        return act(() -> {
            LocalFiles.remove(directory);
            Files.createDirectory(directory);
            for (TreeEntry entry : entries) {
                Path place = LocalFiles.place(temporary, entry);
                switch (entry.kind()) {
                    case DIRECTORY -> Files.createDirectory(place);
                    case LINK -> Files.createSymbolicLink(place, Path.of(entry.target()));
                    case FILE -> {
                        // comes later
                    }
                }
            }
        });
    }

    @Override
    CompletableFuture<ByteSink> open(TreeEntry entry) {
        return ask(() -> new FileSink(LocalFiles.place(temporary, entry), entry.isExecutable()));
    }

    /** Writes on the calling thread, as the output of jobs is written. */
    private final class FileSink implements ByteSink {
        private final Path file;
        private final boolean isExecutable;
        private final FileChannel channel;

        FileSink(Path file, boolean isExecutable) throws IOException {
            this.file = file;
            this.isExecutable = isExecutable;
            this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        @Override
        public CompletableFuture<Void> write(byte[] bytes) {
            try {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                return CompletableFuture.completedFuture(null);
            } catch (IOException e) {
                closeQuietly();
                return CompletableFuture.failedFuture(LocalFiles.failure("cannot write", path, e));
            }
        }

        private void closeQuietly() {
            try {
                channel.close();
            } catch (IOException e) {
                // the first failure counts
            }
        }

        @Override
        public CompletableFuture<Void> finish() {
            return act(() -> {
                channel.close();
                if (isExecutable) {
                    makeExecutable();
                }
            });
        }

        private void makeExecutable() throws IOException {
            Set<PosixFilePermission> all = new HashSet<>(Files.getPosixFilePermissions(file));
            all.add(PosixFilePermission.OWNER_EXECUTE);
            if (all.contains(PosixFilePermission.GROUP_READ)) {
                all.add(PosixFilePermission.GROUP_EXECUTE);
            }
            if (all.contains(PosixFilePermission.OTHERS_READ)) {
                all.add(PosixFilePermission.OTHERS_EXECUTE);
            }
            Files.setPosixFilePermissions(file, all);
        }
    }

    @Override
    CompletableFuture<Void> commit(String sha256) {
        return act(() -> {
            String arrived = LocalFiles.digest(temporary);
            if (!arrived.equals(sha256)) {
                throw new TransferException("what arrived for %s is not what was sent (SHA-256 %s, not %s)"
                        .formatted(this, arrived, sha256));
            }
            if (Files.isDirectory(path) || (Files.isDirectory(temporary) && Files.exists(path))) {
                throw new TransferException("something has come into the way of " + this);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            LocalFiles.remove(directory);
        });
    }

    @Override
    CompletableFuture<Void> abort() {
        return act(() -> {
                    LocalFiles.remove(directory);
                })
                .exceptionally(failure -> null);
    }

    @Override
    void close() {
        // what is written is written
    }

    @Override
    public String toString() {
        return ShellQuoting.quote(path.toString()) + " on the master";
    }
}
