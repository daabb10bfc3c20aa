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

/** Adds the keys of new hosts to a file of known hosts: whole lines, each once, however many write; thread-safe. */
public final class KnownHostsWriter {

    private static final FileAttribute<Set<PosixFilePermission>> OWN_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWN_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /**
     * Writes the key unless the file has learned about the host since it was read.
     *
     * @return what the file says about the key after that
     */
    public synchronized KnownHosts.Finding add(Path file, SshHost host, HostKey key) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && !Files.exists(directory)) {
            Files.createDirectories(directory, OWN_DIRECTORY);
        }
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        // the file's lock keeps other processes out, as the monitor keeps out other threads
        try (FileChannel channel = FileChannel.open(file, options, OWN_FILE);
                FileLock lock = channel.lock()) {
            KnownHosts.Finding finding = read(channel, file).judge(host, key);
            if (lock.isValid() && finding.verdict() == KnownHosts.Verdict.UNKNOWN) {
                append(channel, host.knownAs() + " " + key.type() + " " + key.base64() + "\n");
                return read(channel, file).judge(host, key);
            }
            return finding;
        }
    }

    /** Reads through the locked channel: to open and close the file once more would end the lock (POSIX). */
    private static KnownHosts read(FileChannel channel, Path file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        channel.position(0);
        while (content.hasRemaining() && channel.read(content) >= 0) {
            // until the buffer is full or the file ends
        }
        return KnownHosts.of(Arrays.copyOf(content.array(), content.position()), file);
    }

    private static void append(FileChannel channel, String line) throws IOException {
        String text = (endsWithNewline(channel) ? "" : "\n") + line;
        channel.position(channel.size());
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
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
