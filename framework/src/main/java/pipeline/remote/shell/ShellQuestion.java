package pipeline.remote.shell;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.remote.TransportException;

/** Runs a short script in a shell of its own, and gives what it prints. */
final class ShellQuestion implements FrameScanner.Receiver {

    private static final String BEGIN = "begin";
    private static final String END = "end";

    /** The longest answer, in bytes. */
    private static final int LIMIT = 16 << 20;

    private final ShellOpener host;
    private final String token;
    private final ShellTalk<String> talk;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private boolean hasBegun;

    private ShellQuestion(ShellOpener host) {
        this.host = host;
        this.token = RandomToken.next();
        this.talk = new ShellTalk<>(host, token, this, new Silence());
    }

    /**
     * Starts to ask; see {@link pipeline.remote.RemoteHost#ask}.
     *
     * @param limit how long the login may take until the shell answers, once the host is connected
     */
    static CompletableFuture<String> start(ShellOpener host, String script, Duration limit) {
        ShellQuestion question = new ShellQuestion(host);
        return question.talk.start(question.whole(script), limit);
    }

    private String whole(String script) {
        return "unset CDPATH ENV\nprintf '" + new Frame(BEGIN, "-").toPrintf(token) + "'\n(\n" + script
                + "\n) </dev/null\nprintf '" + new Frame(END, "-").toPrintf(token) + "'\nexit\n";
    }

    @Override
    public void output(byte[] bytes, int offset, int length) {
        if (!hasBegun) {
            return;
        }
        if (answer.size() + length > LIMIT) {
            talk.result()
                    .completeExceptionally(new TransportException(
                            TransportException.Cause.CHANNEL,
                            host.name(),
                            "an answer of it is longer than " + (LIMIT >> 20) + " MiB"));
        } else {
            answer.write(bytes, offset, length);
        }
    }

    @Override
    public void frame(Frame frame) {
        talk.answered();
        if (frame.word().equals(BEGIN)) {
            hasBegun = true;
        } else if (frame.word().equals(END)) {
            talk.result().complete(answer.toString(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void oversized(int limit) {
        // What is framed here is short.
    }
}
