package pipeline.remote.hostkey;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import pipeline.remote.sshconfig.SshHost;

/**
 * Adds the keys of new hosts to a file of known hosts: whole lines or none, each once, however many masters write. A link stays
 * a link. Thread-safe.
 */
public final class KnownHostsWriter {

    private static final FileAttribute<Set<PosixFilePermission>> OWN_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWN_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /**
     * Writes the key unless the file has learned about the host since it was read.
     *
     * @param asked the types of keys that the host was asked for
     * @return what the file says about the key after that
     */
    public KnownHosts.Finding add(Path file, SshHost host, HostKey key, Set<String> asked) throws IOException {
        // a file can be locked only once in a process, by all writers in it together
        synchronized (KnownHostsWriter.class) {
            return addAlone(file, host, key, asked);
        }
    }

    private static KnownHosts.Finding addAlone(Path file, SshHost host, HostKey key, Set<String> asked)
            throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && !Files.exists(directory)) {
            Files.createDirectories(directory, OWN_DIRECTORY);
        }
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        // the file's lock keeps other masters out; ssh takes none, so what is written goes wherever the end is by then
        try (FileChannel end = FileChannel.open(file, options, OWN_FILE);
                FileChannel all = FileChannel.open(file, StandardOpenOption.READ);
                FileLock lock = end.lock()) {
            KnownHosts.Finding finding = read(all, file).judge(host, key, asked);
            if (lock.isValid() && finding.status() == KnownHosts.KeyStatus.UNKNOWN) {
                String line = host.knownAs() + " " + key.type() + " " + key.base64() + "\n";
                append(end, endsWithNewline(all) ? line : "\n" + line);
                return read(all, file).judge(host, key, asked);
            }
            return finding;
        }
    }

    /** Reads through a channel that stays open: to close any would end the lock (POSIX). */
    private static KnownHosts read(FileChannel channel, Path file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        channel.position(0);
        while (content.hasRemaining() && channel.read(content) >= 0) {
            // until the buffer is full or the file ends
        }
        return KnownHosts.of(Arrays.copyOf(content.array(), content.position()), file);
    }

    /** Writes the line at once; if the disk is full, what of it was written is taken away again. */
    private static void append(FileChannel end, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        long before = end.size();
        try {
            while (bytes.hasRemaining()) {
                end.write(bytes);
            }
            end.force(true);
        } catch (IOException e) {
            if (bytes.position() > 0 && end.size() == before + bytes.position()) {
                end.truncate(before);
            }
            throw e;
        }
    }

    private static boolean endsWithNewline(FileChannel channel) throws IOException {
        if (channel.size() == 0) {
            return true;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        channel.read(last, channel.size() - 1);
        return last.get(0) == '\n';
    }
}
