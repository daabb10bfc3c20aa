package pipeline.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import pipeline.cli.progress.RunWatcher;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;

/** A file in which a run in the background shows who started it that its first job has started or ended, and where its log is. */
final class StartedFile implements RunWatcher {

    /** The property of the process that names the file. */
    static final String PROPERTY = "pipeline.started.file";

    private final Path file;
    private final String log;
    private final AtomicBoolean isWritten = new AtomicBoolean();

    private StartedFile(Path file, String log) {
        this.file = file;
        this.log = log;
    }

    /** Returns the one that this process is to write; empty if nobody waits for it. */
    static Optional<RunWatcher> ofThisProcess(Optional<Path> log) {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .map(name ->
                        new StartedFile(Path.of(name), log.map(Path::toString).orElse("-")));
    }

    /** Makes an empty one in a directory. */
    static Path create(Path directory) throws IOException {
        return Files.createTempFile(directory, "started-", ".tmp");
    }

    static boolean isWritten(Path file) {
        try {
            return Files.size(file) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the log file that stands in it; empty if nothing does. */
    static String log(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        return lines.isEmpty() ? "" : lines.get(0);
    }

    @Override
    public JobListener listener(String step) {
        return new JobListener() {
            @Override
            public void started(ComputeJob job, long number) {
                write();
            }

            @Override
            public void ended(Outcome outcome) {
                write();
            }
        };
    }

    private void write() {
        if (isWritten.compareAndSet(false, true)) {
            try {
                // who waited may have given up and removed it
                if (Files.exists(file)) {
                    Files.writeString(file, log + "\n");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
