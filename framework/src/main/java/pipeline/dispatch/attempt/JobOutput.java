package pipeline.dispatch.attempt;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.UncaughtErrors;
import pipeline.failure.ErrorLineFinder;
import pipeline.frame.Frame;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.wire.NodeAnswer;
import pipeline.log.server.MasterLogging;
import pipeline.remote.SlotOutput;
import pipeline.store.OutputFiles;
import pipeline.time.Scheduler;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What one job prints: kept in files as it is, line by line in the log (standard output at INFO, standard error at
 * WARNING), and given to the listener. Memory is bounded, however much the job prints. Each stream is fed by one thread.
 */
public final class JobOutput implements SlotOutput {

    /** Of log records that are what a job printed to standard output. */
    private static final Marker STANDARD_OUTPUT = MarkerManager.getMarker(MasterLogging.STANDARD_OUTPUT);

    /** So much of standard output may be a result, in bytes: it is kept in the job table. */
    private static final int CAPTURE_LIMIT = 1 << 20;
    /** The most values in the result of a node program: some ten megabytes of memory. */
    private static final int MOST_VALUES = 250_000;

    /** The frame in which a job's script says where its directory on scratch is kept. */
    private static final String SCRATCH = "scratch";

    private final ComputeJob job;
    private final Logger logger;
    private final JobListener listener;
    private final SecretMask mask;
    private final SecretMask.MaskedStream maskedStdout;
    private final SecretMask.MaskedStream maskedStderr;
    private final JobOutputFile stdoutFile;
    private final JobOutputFile stderrFile;
    private final LineSplitter stdoutLines;
    private final LineSplitter stderrLines;

    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();
    private final HeldLines held;
    private volatile boolean listenerFailed;
    private final ErrorLineFinder complaint = new ErrorLineFinder();
    private volatile @Nullable NodeAnswer answer;
    private volatile @Nullable String badAnswer;
    private volatile @Nullable String finding;
    private volatile @Nullable String setup;
    private volatile @Nullable String keptScratch;
    private volatile long logged = -1;

    /** Makes the output of one job. */
    JobOutput(ComputeJob job, Logger logger, JobListener listener, OutputFiles files, Scheduler scheduler) {
        this.job = job;
        this.logger = logger;
        this.listener = listener;
        this.mask = SecretMask.of(job.secrets());
        this.maskedStdout = mask.before(this::keepStdout);
        this.maskedStderr = mask.before(this::keepStderr);
        this.stdoutFile = new JobOutputFile(files.stdout(), logger);
        this.stderrFile = new JobOutputFile(files.stderr(), logger);
        this.stdoutLines = new LineSplitter(this::stdoutLine);
        this.stderrLines = new LineSplitter(this::stderrLine);
        this.held = new HeldLines(scheduler, line -> logger.warn("{}", line));
    }

    /** Returns the logger of a job: {@code node.<host>.<program>}. */
    static String loggerName(ComputeJob job) {
        return "node." + job.host() + "." + job.program();
    }

    @Override
    public void stdout(byte[] bytes, int offset, int length) {
        maskedStdout.accept(bytes, offset, length);
    }

    private void keepStdout(byte[] bytes, int offset, int length) {
        stdoutFile.write(bytes, offset, length);
        if (job.options().captures() && captured.size() <= CAPTURE_LIMIT) {
            captured.write(bytes, offset, Math.min(length, CAPTURE_LIMIT + 1 - captured.size()));
        }
        stdoutLines.accept(bytes, offset, length);
    }

    @Override
    public void stderr(byte[] bytes, int offset, int length) {
        maskedStderr.accept(bytes, offset, length);
    }

    private void keepStderr(byte[] bytes, int offset, int length) {
        stderrFile.write(bytes, offset, length);
        stderrLines.accept(bytes, offset, length);
    }

    private void stdoutLine(byte[] bytes, boolean endOfLine) {
        if (!listenerFailed) {
            try {
                listener.stdout(job, bytes, endOfLine);
            } catch (RuntimeException e) {
                listenerFailed = true;
                logger.warn("a listener for job output failed and gets no more of it; the job goes on", e);
            } catch (Error e) {
                // the reader of the host would take it for a fault of the connection
                listenerFailed = true;
                UncaughtErrors.report(e);
            }
        }
        String shown = shown(bytes);
        if (!shown.isEmpty()) {
            logger.info(STANDARD_OUTPUT, "{}", shown);
        }
    }

    private void stderrLine(byte[] bytes, boolean endOfLine) {
        String shown = shown(bytes);
        complaint.line(shown);
        held.add(shown);
    }

    /** Returns a line as a terminal would show it in the end: of a progress bar, what stands after the last return. */
    private static String shown(byte[] bytes) {
        String line = new String(bytes, StandardCharsets.UTF_8);
        return line.substring(line.stripTrailing().lastIndexOf('\r') + 1).stripTrailing();
    }

    @Override
    public void frame(Frame frame) {
        if (frame.word().equals(Frame.LOGGED)) {
            logged = count(frame.body().split(" ", 2)[0]);
        }
        if (frame.word().equals(OutputCheck.FRAME)) {
            finding = frame.body();
        }
        if (frame.word().equals(SCRATCH)) {
            keptScratch = frame.body();
        }
        if (frame.word().equals(JobSetup.FRAME)) {
            setup = frame.body();
            // what init printed is not what the program prints
            maskedStdout.flush();
            captured.reset();
        }
        if (!frame.word().equals(Frame.ANSWER)) {
            return;
        }
        if (!hasFewValues(frame.body())) {
            badAnswer = "its result holds more than " + MOST_VALUES
                    + " values; let it write a file and return the path, or return them as one text";
            return;
        }
        try {
            NodeAnswer said = NodeAnswer.fromJson(frame.body());
            answer = new NodeAnswer(
                    mask.value(said.result()),
                    mask.text(said.error()),
                    mask.text(said.stack()),
                    mask.text(said.skip()));
        } catch (IllegalArgumentException e) {
            badAnswer = "its result cannot be read: " + e.getMessage();
        }
    }

    /** Reads how many records were kept; what is no number says nothing. */
    private static long count(String word) {
        return word.matches("[0-9]{1,18}") ? Long.parseLong(word) : -1;
    }

    /** Returns whether JSON is small as a tree too, where each value takes many times the bytes of its text. */
    private static boolean hasFewValues(String json) {
        int values = 0;
        boolean isText = false;
        for (int i = 0; i < json.length() && values <= MOST_VALUES; i++) {
            char c = json.charAt(i);
            if (c == '"') {
                isText = !isText;
            } else if (c == '\\' && isText) {
                i++;
            } else if (!isText && (c == ',' || c == '[' || c == '{')) {
                values++;
            }
        }
        return values <= MOST_VALUES;
    }

    @Override
    public void oversized(int limit) {
        badAnswer = "its result is larger than " + (limit >> 20) + " MiB; let it write a file and return the path";
    }

    /** Forgets what an attempt said that is gone and has no end; what it printed stays. */
    void startsAnew() {
        setup = null;
        finding = null;
        answer = null;
        badAnswer = null;
        complaint.startsAnew();
        captured.reset();
    }

    /**
     * Ends the output after the last byte.
     *
     * @param code with which the job ended; null if that is not known
     * @param byItself whether it did, and was not ended by others
     */
    KeptFiles finish(@Nullable Integer code, boolean byItself) {
        maskedStdout.flush();
        maskedStderr.flush();
        if (job.options().captures() && code != null && code == 0) {
            capture();
        }
        stdoutLines.finish();
        stderrLines.finish();
        // a program that answers says by itself why it failed
        held.release(
                byItself && code != null && code != 0 && answer == null && badAnswer == null ? complaint(code) : "");
        return new KeptFiles(stdoutFile.close(), stderrFile.close());
    }

    private void capture() {
        if (captured.size() > CAPTURE_LIMIT) {
            badAnswer = "what it printed is more than %d MiB, too much for a result; let it write a file"
                    .formatted(CAPTURE_LIMIT >> 20);
            return;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(captured.toByteArray()))
                    .toString();
            answer = new NodeAnswer(JsonNodeFactory.instance.stringNode(text), null);
        } catch (CharacterCodingException e) {
            badAnswer = "what it printed is no text in UTF-8, as a result must be; let it write a file";
        }
    }

    /** Where the output is kept; null where there was none. */
    record KeptFiles(@Nullable Path stdout, @Nullable Path stderr) {}

    /** Returns the line on standard error that says why the job ended with a code, shortened; empty if there was none. */
    String complaint(int code) {
        return complaint.of(code);
    }

    /** Returns how many log records the host has kept of the job; negative if it did not say. */
    long logged() {
        return logged;
    }

    /** Returns what a Java node program answered; null if nothing. */
    @Nullable
    NodeAnswer answer() {
        return answer;
    }

    /** Returns what is wrong with the answer; null if nothing. */
    @Nullable
    String badAnswer() {
        return badAnswer;
    }

    /** Returns what the declared outputs are like, as JSON, if they are as declared; null if that is not known. */
    @Nullable
    String notedOutputs() {
        return OutputCheck.noted(job.options().outputs(), finding);
    }

    /** Returns how far the script came before the program, see {@link JobSetup}; null if it did not say. */
    @Nullable
    String setup() {
        return setup;
    }

    /** Returns where the job's directory on scratch is kept; null if none is. */
    @Nullable
    String keptScratch() {
        return keptScratch;
    }

    /** Returns whether the job said that it ended with code 0 and left its outputs, which one without declared outputs never says. */
    boolean saysDone() {
        return !job.options().outputs().isEmpty() && outputFault() == null;
    }

    /** Returns whether the job reported this very finding of its declared outputs. */
    boolean report(String again) {
        return finding != null && finding.strip().equals(again.strip());
    }

    /** Returns what is wrong with the declared outputs of a job that ended with code 0; null if nothing. */
    @Nullable
    String outputFault() {
        return OutputCheck.fault(job.options().outputs(), finding);
    }
}
