package pipeline.remote.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import pipeline.text.Digests;
import pipeline.text.ShellQuoting;

/** Files and trees of the master, as they are compared with those of hosts. All methods block. */
public final class LocalFiles {

    private static final int BUFFER_SIZE = 1 << 18;

    private LocalFiles() {}

    /** Returns an error as people read it: what cannot be done with which file, and why. */
    static TransferException failure(String what, Path file, IOException error) {
        String reason = error instanceof NoSuchFileException
                ? "no such file or directory"
                : error instanceof AccessDeniedException
                        ? "permission denied"
                        : error instanceof FileSystemException system && system.getReason() != null
                                ? system.getReason()
                                : String.valueOf(error.getMessage());
        return new TransferException(
                "%s %s on the master: %s".formatted(what, ShellQuoting.quote(file.toString()), reason), error);
    }

    /**
     * Lists a file or a tree.
     *
     * @throws TransferException if something in it cannot be moved
     * @throws IOException if it cannot be read
     */
    static List<TreeEntry> list(Path root) throws IOException, TransferException {
        if (!Files.isDirectory(root)) {
            BasicFileAttributes attributes = Files.readAttributes(root, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new TransferException(
                        ShellQuoting.quote(root.toString()) + " on the master is neither a file nor a directory");
            }
            return List.of(TreeEntry.file("", attributes.size(), Files.isExecutable(root)));
        }
        Path real = root.toRealPath();
        List<TreeEntry> entries = new ArrayList<>();
        List<Path> odd = new ArrayList<>();
        Files.walkFileTree(real, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                add(directory, TreeEntry.directory(name(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isSymbolicLink()) {
                    add(
                            file,
                            TreeEntry.link(
                                    name(file), Files.readSymbolicLink(file).toString()));
                } else if (attributes.isRegularFile()) {
                    add(file, TreeEntry.file(name(file), attributes.size(), Files.isExecutable(file)));
                } else {
                    odd.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            private String name(Path file) {
                return real.relativize(file).toString();
            }

            private void add(Path file, TreeEntry entry) {
                if ((entry.name() + entry.target()).indexOf('\ufffd') >= 0) {
                    odd.add(file);
                }
                entries.add(entry);
            }
        });
        if (!odd.isEmpty()) {
            throw new TransferException(ShellQuoting.quote(odd.get(0).toString())
                    + " on the master is neither a file nor a directory nor a link, or its name is not valid UTF-8");
        }
        return entries;
    }

    /**
     * Computes the SHA-256 of a file, or the digest of a tree.
     *
     * @throws TransferException if it cannot be read
     */
    public static String digest(Path root) throws TransferException {
        TreeDigest digest = new TreeDigest();
        try {
            for (TreeEntry entry : list(root)) {
                boolean isFile = entry.kind() == TreeEntry.Kind.FILE;
                digest.add(entry, isFile ? content(place(root, entry)) : "");
            }
        } catch (IOException e) {
            throw failure("cannot read", root, e);
        }
        return digest.hex();
    }

    /**
     * Computes the size of a file, or of all files of a tree, in bytes.
     *
     * @throws TransferException if it cannot be read, or something in it cannot be moved
     */
    public static long size(Path root) throws TransferException {
        try {
            return list(root).stream().mapToLong(TreeEntry::size).sum();
        } catch (IOException e) {
            throw failure("cannot read", root, e);
        }
    }

    static Path place(Path root, TreeEntry entry) {
        return entry.name().isEmpty() ? root : root.resolve(entry.name());
    }

    private static String content(Path file) throws IOException {
        MessageDigest digest = Digests.sha256();
        byte[] buffer = new byte[BUFFER_SIZE];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return TreeDigest.hex(digest);
    }

    /** Removes a directory with all that is in it; links in it are not followed. */
    static void remove(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(directory)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
