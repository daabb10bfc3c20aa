package pipeline.scan;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import pipeline.remote.AnswerOutput;

/**
 * Keeps the answer of a host in a temporary file, so that many hosts can answer at once and be read one after the other. Written by
 * one thread, and read by another when all is written.
 */
final class AnswerFile implements AnswerOutput, AutoCloseable {

    private final Path file;
    private OutputStream out;

    AnswerFile() throws IOException {
        this.file = Files.createTempFile("pipeline-scan-", ".tmp");
        this.out = Files.newOutputStream(file);
    }

    @Override
    public synchronized void begin() {
        try {
            out.close();
            out = Files.newOutputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void answered(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing comes any more: the file of one of many hosts does not stay open. */
    synchronized void finish() throws IOException {
        out.close();
    }

    /** Returns all that was answered. */
    synchronized InputStream read() throws IOException {
        return Files.newInputStream(file);
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
        Files.deleteIfExists(file);
    }
}
