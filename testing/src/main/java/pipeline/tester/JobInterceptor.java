package pipeline.tester;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Answers the jobs that ask on their nodes, by {@code ask.sh}, what is to become of them: they run, they fail as the test wants it, or,
 * if they are Java node programs, one of the warm JVMs runs them. Thread-safe.
 */
final class JobInterceptor implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger("pipeline.tester");
    private static final String END = "end";
    private static final String RUN = "exec \"$@\" 8>&-\n";
    /** Passes on what a warm JVM prints, and ends with the code of the program. */
    private static final String RUN_WARM = """
            cat <"$pipeline_call/out" 8>&- &
            cat <"$pipeline_call/err" >&2 8>&- &
            read -r pipeline_code <"$pipeline_call/code"
            wait
            exit "$pipeline_code"
            """;

    private final Path directory;
    private final RandomAccessFile calls;
    private final WarmJvms jvms = new WarmJvms();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> daemon(task, "recipe-tester-job"));
    private final Thread reader = daemon(this::readCalls, "recipe-tester-calls");
    private volatile FaultPlan faults = new FaultPlan();

    private JobInterceptor(Path directory, RandomAccessFile calls) {
        this.directory = directory;
        this.calls = calls;
    }

    /** Opens it in a directory that it makes. */
    static JobInterceptor open(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path script = directory.resolve("ask.sh");
        try (InputStream content = JobInterceptor.class.getResourceAsStream("ask.sh")) {
            if (content == null) {
                throw new IllegalStateException("ask.sh is not part of this program");
            }
            Files.write(script, content.readAllBytes());
        }
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Path calls = directory.resolve("calls");
        makeFifo(calls);
        // for reading and writing, so that it opens before anybody calls, and stays open when nobody does
        JobInterceptor interceptor = new JobInterceptor(directory, new RandomAccessFile(calls.toFile(), "rw"));
        interceptor.reader.start();
        return interceptor;
    }

    /** Returns the program that stands before those of the jobs. */
    Path script() {
        return directory.resolve("ask.sh");
    }

    /** From now on jobs fail so. */
    void setFaults(FaultPlan plan) {
        faults = plan;
    }

    private void readCalls() {
        try {
            for (String name = calls.readLine(); name != null && !name.equals(END); name = calls.readLine()) {
                Path files = directory.resolve(name);
                threads.execute(() -> answer(files));
            }
        } catch (IOException e) {
            LOG.error("the tester cannot answer its jobs any more", e);
        }
    }

    /** A job holds its lock as long as it waits for an answer, or for a warm JVM; its end shows in that of the lock. */
    private void answer(Path files) {
        try (RandomAccessFile answer = open(files, "answer");
                InputStream lock = new FileInputStream(files.resolve("lock").toFile())) {
            AskedJob call = AskedJob.read(files);
            String text = faults.around(call.named(), call.isJava() ? RUN_WARM : RUN);
            Files.writeString(files.resolve("do"), call.token() + text);
            answer.write("go\n".getBytes(StandardCharsets.UTF_8));
            if (text.contains(RUN_WARM)) {
                runWarm(call, lock);
            } else {
                awaitEnd(lock);
            }
        } catch (IOException | InterruptedException | ExecutionException e) {
            LOG.error("the tester cannot answer a job", e);
        }
    }

    private void runWarm(AskedJob call, InputStream lock) throws IOException, InterruptedException, ExecutionException {
        WarmJvm jvm = jvms.take(call);
        AtomicBoolean isDone = new AtomicBoolean();
        try (RandomAccessFile code = open(call.files(), "code")) {
            Future<?> running = threads.submit(() -> {
                int exitCode = jvm.run(call);
                isDone.set(true);
                code.write((exitCode + "\n").getBytes(StandardCharsets.UTF_8));
                // a program that ended its JVM early may never have opened its output, for which somebody waits
                open(call.files(), "out").close();
                open(call.files(), "err").close();
                return null;
            });
            awaitEnd(lock);
            if (!isDone.get()) {
                // who killed the job wants its program to end
                jvm.close();
            }
            running.get();
        }
        jvms.giveBack(jvm, call.directory());
    }

    private static void awaitEnd(InputStream lock) throws IOException {
        // nobody writes there
        long unused = lock.transferTo(OutputStream.nullOutputStream());
    }

    /** Opens for reading and writing, so that it waits for nobody, and what is written stays until it is closed. */
    private static RandomAccessFile open(Path files, String fifo) throws IOException {
        return new RandomAccessFile(files.resolve(fifo).toFile(), "rw");
    }

    private static void makeFifo(Path file) throws IOException {
        try {
            Process made = new ProcessBuilder("mkfifo", "-m", "600", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String complaint = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (made.waitFor() != 0) {
                throw new IOException("mkfifo failed: " + complaint.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() throws IOException {
        jvms.close();
        calls.write((END + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        calls.close();
        threads.shutdownNow();
    }
}
