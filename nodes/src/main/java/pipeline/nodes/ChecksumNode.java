package pipeline.nodes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import pipeline.node.Arguments;
import pipeline.node.NodeFailure;
import pipeline.node.NodeProgram;
import pipeline.node.NodeResult;

/**
 * Computes the SHA-256 of one file where it lies, in constant memory.
 *
 * <p>Argument 0 is the file. The result is {@code {"sha256": "<64 hexadecimal digits>", "bytes": <size>}}.
 */
public final class ChecksumNode extends NodeProgram<Arguments, NodeResult> {

    private static final int BLOCK = 1 << 20;

    @Override
    protected NodeResult run(Arguments arguments) throws IOException, NoSuchAlgorithmException {
        Path file = arguments.path(0);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // a pipe or a device may never end
            throw new NodeFailure(file + " is a directory, a pipe or a device; a checksum needs a regular file");
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long bytes = digest(file, digest);
        logger.info("Read {} bytes of {}", bytes, file);
        return NodeResult.of(Map.of("sha256", HexFormat.of().formatHex(digest.digest()), "bytes", bytes));
    }

    private static long digest(Path file, MessageDigest digest) throws IOException {
        byte[] block = new byte[BLOCK];
        long bytes = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
                bytes += read;
            }
        } catch (NoSuchFileException e) {
            throw new NodeFailure(file + " does not exist on this host; check the path in the mapfile", e);
        } catch (AccessDeniedException e) {
            throw new NodeFailure(
                    file + " may not be read by user " + System.getProperty("user.name") + "; check its permissions",
                    e);
        }
        return bytes;
    }
}
