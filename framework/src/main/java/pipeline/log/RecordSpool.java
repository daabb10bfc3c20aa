package pipeline.log;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pipeline.job.wire.JobVariables;

/**
 * The records of this process in a file on the node, which all senders of a slot share. Each record is one line (see
 * {@link SpoolLine}), written in one piece before the record is sent. If the file is full or cannot be written, one message
 * says so and no further record is kept. Any thread may keep records; one thread reads them.
 */
final class RecordSpool implements AutoCloseable {

    /** How large the file of a slot may grow, in bytes; the oldest records are kept. */
    static final long LIMIT = 64 << 20;

    private static final String NAME = "records";

    /** Takes lines of the wire format. */
    interface LineSink {
        void write(long number, byte[] line) throws IOException;
    }

    private final Path directory;
    private final String attempt;
    private final String sender;
    private final TextOutlet complaints;
    private final long limit;

    /** Guarded by this, as is whether it is over. */
    private @Nullable FileChannel channel;

    private boolean isOver;
    private volatile long last;

    /** Belong to the reader: the line of this number ends at this place. */
    private long readNumber;

    private long readPlace;

    RecordSpool(Path directory, String attempt, String sender, TextOutlet complaints, long limit) {
        this.directory = directory;
        this.attempt = attempt;
        this.sender = sender;
        this.complaints = complaints;
        this.limit = limit;
    }

    /** Returns the spool that the environment names; null if it names none. */
    static @Nullable RecordSpool from(Map<String, String> environment, TextOutlet complaints) {
        String directory = environment.getOrDefault(JobVariables.LOG_SPOOL, "");
        String mark = environment.getOrDefault(JobVariables.MARK, "");
        String attempt = mark.substring(mark.lastIndexOf('/') + 1);
        if (directory.isEmpty() || attempt.isEmpty()) {
            return null;
        }
        String sender = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
        return new RecordSpool(Path.of(directory), attempt, sender, complaints, LIMIT);
    }

    /** Returns the name of this process among the senders of the job. */
    String sender() {
        return sender;
    }

    /** Returns the slot's directory. */
    Path directory() {
        return directory;
    }

    /** Keeps a record; returns false if it is not kept, and then none after it will be. */
    synchronized boolean keep(JobLogRecord record) {
        if (isOver) {
            return false;
        }
        byte[] line = SpoolLine.of(attempt, sender, record);
        try {
            FileChannel open = channel == null ? open() : channel;
            channel = open;
            if (open.size() + line.length > limit) {
                giveUp("is full (" + (limit >> 20) + " MiB)");
                return false;
            }
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
        } catch (IOException e) {
            giveUp("cannot be written (" + e + ")");
            return false;
        }
        last = record.seq();
        return true;
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(
                directory.resolve(NAME),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private void giveUp(String reason) {
        isOver = true;
        complaints.note("the spool " + directory.resolve(NAME) + " " + reason
                + "; log records go to the log server alone from here on, and are printed while it is out of reach");
    }

    /** Returns the number of the last record that was kept. */
    long last() {
        return last;
    }

    /** Reads the kept records after a number again, up to another, in their order. */
    void read(long after, long upTo, LineSink target) throws IOException {
        if (after >= Math.min(upTo, last)) {
            return;
        }
        if (after < readNumber) {
            // another master has nothing of what the one before had
            readNumber = 0;
            readPlace = 0;
        }
        try (FileChannel reading = FileChannel.open(directory.resolve(NAME)).position(readPlace);
                InputStream in = new BufferedInputStream(Channels.newInputStream(reading), 64 << 10)) {
            for (byte[] line = line(in); line != null; line = line(in)) {
                SpoolLine found = SpoolLine.parse(line);
                if (found != null
                        && found.sender().equals(sender)
                        && found.attempt().equals(attempt)) {
                    if (found.number() > upTo) {
                        return;
                    }
                    if (found.number() > after) {
                        target.write(found.number(), found.wire());
                    }
                    readNumber = found.number();
                }
                readPlace += line.length;
            }
        }
    }

    /** Returns the next line with its line feed; null if there is no whole one. */
    private static byte @Nullable [] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        for (int next = in.read(); next >= 0; next = in.read()) {
            line.write(next);
            if (next == '\n') {
                return line.toByteArray();
            }
        }
        return null;
    }

    @Override
    public synchronized void close() {
        isOver = true;
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            complaints.note("the spool in " + directory + " could not be closed (" + e + ")");
        }
    }
}
