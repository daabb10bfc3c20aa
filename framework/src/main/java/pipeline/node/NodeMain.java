package pipeline.node;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import pipeline.frame.Frame;
import pipeline.job.wire.NodeRequest;
import pipeline.log.NodeLogging;

/**
 * The main of a process that runs one Java node program: a {@link NodeRequest} comes on standard input, the program's
 * answer leaves on standard output as a frame, after all that the program printed and logged.
 */
public final class NodeMain {

    private NodeMain() {}

    /** Runs the program that standard input asks for, and exits with its code. */
    public static void main(String[] arguments) {
        int code = NodeProgramRunner.NOT_RUN;
        try {
            code = answer(System.in);
        } catch (Throwable e) {
            // nothing may keep the process alive, and standard error is all that is left
            e.printStackTrace(System.err);
        } finally {
            // the program's threads may outlive it
            System.exit(code);
        }
    }

    private static int answer(InputStream in) throws IOException {
        return answer(
                in,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                System.getenv());
    }

    /**
     * Runs the program that a request asks for as {@link #main} does, but leaves this process alive. The standard streams of this JVM
     * become those given, so it runs one program at a time; the context class loader of the calling thread finds the program.
     *
     * @param in the request, in one line
     * @param out what the program prints goes there, then its answer
     * @param err takes what the program prints on standard error
     * @param environment of the job, with the variables of {@link pipeline.job.wire.JobVariables}
     * @return the exit code
     * @throws IOException if the request cannot be read
     */
    public static int answer(InputStream in, OutputStream out, OutputStream err, Map<String, String> environment)
            throws IOException {
        PrintStream answers = utf8(out);
        System.setOut(answers);
        System.setErr(utf8(err));
        NodeRequest request;
        try {
            request = NodeRequest.fromJson(firstLine(in));
        } catch (IllegalArgumentException e) {
            System.err.println("Standard input must name a node program: " + e.getMessage()
                    + "; node programs are started by recipes, not by hand.");
            return NodeProgramRunner.NOT_RUN;
        }
        System.setIn(InputStream.nullInputStream());
        NodeProgramRunner.ProgramExit ending = run(request, environment);
        // the program may have put streams of its own in their places
        System.out.flush();
        System.err.flush();
        // one call, so that threads that still print cannot get in between
        answers.write(bytes(ending, request.token()));
        answers.flush();
        if (answers.checkError()) {
            System.err.println("The answer of " + request.program() + " could not be written to standard output.");
            return NodeProgramRunner.NOT_RUN;
        }
        return ending.code();
    }

    /** Returns when the master has all records; so it does when the program itself calls exit, or is told to end. */
    private static NodeProgramRunner.ProgramExit run(NodeRequest request, Map<String, String> environment) {
        try (NodeLogging logging = NodeLogging.start(environment)) {
            Thread closing = new Thread(logging::close, "node-logging-close");
            Runtime.getRuntime().addShutdownHook(closing);
            Charset fileNames = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
            NodeProgramRunner.ProgramExit ending = new NodeProgramRunner(logging.logger(), fileNames).run(request);
            try {
                Runtime.getRuntime().removeShutdownHook(closing);
            } catch (IllegalStateException e) {
                // another thread of the program ends this process already
            }
            return ending;
        }
    }

    private static byte[] bytes(NodeProgramRunner.ProgramExit ending, String token) {
        return new Frame(Frame.ANSWER, ending.answer().toJson()).toText(token).getBytes(StandardCharsets.UTF_8);
    }

    private static String firstLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Prints in UTF-8 in every locale, since the master reads that. */
    private static PrintStream utf8(OutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }
}
