package pipeline.node;

import java.lang.reflect.InvocationTargetException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.job.wire.NodeAnswer;
import pipeline.job.wire.NodeRequest;
import pipeline.log.StackTraces;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

/** Runs the program of one request; what happens in it, good or bad, becomes an answer, an exit code, and a line in the log. */
final class NodeProgramRunner {

    /** The program threw. */
    static final int PROGRAM_THREW = 1;
    /** No program was run, or its answer did not get out: {@code EX_SOFTWARE} of sysexits.h. */
    static final int NOT_RUN = 70;

    private final Logger logger;
    private final Charset fileNames;

    /** How a program ended. */
    record ProgramExit(NodeAnswer answer, int code) {}

    /**
     * Makes a runner.
     *
     * @param logger what reaches the master's log
     * @param fileNames the encoding in which this JVM writes file names
     */
    NodeProgramRunner(Logger logger, Charset fileNames) {
        this.logger = logger;
        this.fileNames = fileNames;
    }

    ProgramExit run(NodeRequest request) {
        try {
            warnOfUnwritableNames(request);
            NodeProgram<?, ?> program = NodeProgramLoader.load(request.program());
            NodeResult result = run(program, request);
            NodeAnswer answer = result.skip()
                    .map(NodeAnswer::skipping)
                    .orElseGet(() -> new NodeAnswer(result.json().orElse(null), null));
            return new ProgramExit(answer, result.code());
        } catch (UnusableProgramException e) {
            logger.error(e.getMessage());
            return failed(e.getMessage(), NOT_RUN);
        } catch (ArgumentMismatchException e) {
            logger.error(e.getMessage());
            return failed(e.getMessage(), PROGRAM_THREW);
        } catch (InvocationTargetException e) {
            // the constructor threw, or the program used reflection itself; either way the cause is what happened
            return threw(request.program(), e.getCause() == null ? e : e.getCause());
        } catch (Throwable e) {
            // errors too: a program that ran out of memory or stack is still answered for
            return threw(request.program(), e);
        }
    }

    private static NodeResult run(NodeProgram<?, ?> program, NodeRequest request) throws Exception {
        NodeProgramTypes types;
        try {
            types = NodeProgramTypes.of(program.getClass());
        } catch (IllegalArgumentException e) {
            throw new UnusableProgramException(String.valueOf(e.getMessage()), e);
        }
        @SuppressWarnings({"unchecked", "NullAway"}) // the types say what its run takes, null for Void
        Object returned = ended(() -> ((NodeProgram<Object, ?>) program).run(types.read(request.arguments())), program);
        if (returned instanceof NodeResult result) {
            return result;
        }
        if (returned == null && types.returnsNodeResult()) {
            throw new NullPointerException(
                    request.program() + ".run returned null; return NodeResult.ok() for no result");
        }
        return returned == null ? NodeResult.ok() : NodeResult.of(returned);
    }

    private static @Nullable Object ended(Callable<@Nullable Object> work, NodeProgram<?, ?> program) throws Exception {
        try {
            return work.call();
        } finally {
            program.leaveGang();
        }
    }

    private ProgramExit threw(String program, Throwable e) {
        if (e instanceof NodeFailure) {
            String message = String.valueOf(e.getMessage());
            logger.error(message);
            return failed(message, PROGRAM_THREW);
        }
        logger.error("{}", e, e);
        return new ProgramExit(new NodeAnswer(null, e + place(program, e), StackTraces.text(e), null), PROGRAM_THREW);
    }

    /** Returns the innermost place in the program's own class, such as {@code  at Count.run(Count.java:12)}; empty if there is none. */
    private static String place(String program, Throwable e) {
        return Stream.of(e.getStackTrace())
                .filter(frame -> frame.getClassName().equals(program)
                        || frame.getClassName().startsWith(program + "$"))
                .findFirst()
                .map(frame -> " at %s.%s(%s:%d)"
                        .formatted(
                                frame.getClassName()
                                        .substring(frame.getClassName().lastIndexOf('.') + 1),
                                frame.getMethodName(),
                                frame.getFileName(),
                                frame.getLineNumber()))
                .orElse("");
    }

    private static ProgramExit failed(@Nullable String error, int code) {
        return new ProgramExit(new NodeAnswer(null, error), code);
    }

    /** Java cannot open a file whose name the encoding lacks, and says only that there is no such file. */
    private void warnOfUnwritableNames(NodeRequest request) {
        CharsetEncoder encoder = fileNames.newEncoder();
        for (JsonNode argument : request.arguments()) {
            if (!encoder.canEncode(Json.write(argument))) {
                logger.warn(
                        "file names are written in {} here, which lacks letters of the arguments:"
                                + " files named with them cannot be opened; set LC_ALL=C.UTF-8 for the job",
                        fileNames.name());
                return;
            }
        }
    }
}
