package pipeline.remote.shell;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.remote.AnswerOutput;
import pipeline.remote.ShellScript;

/** Runs a script in a shell of its own, and passes on what it prints. */
final class ShellQuery implements FrameScanner.Receiver {

    private static final ShellScript SCRIPT = new ShellScript(ShellQuery.class, "query.sh");

    private static final String BEGIN = "begin";
    private static final String END = "end";

    private final String token;
    private final ShellExchange<Void> exchange;
    private final AnswerOutput answer;
    private boolean hasBegun;

    private ShellQuery(ShellOpener host, AnswerOutput answer) {
        this.token = RandomToken.next();
        this.exchange = new ShellExchange<>(host, token, this, new IgnoredOutput());
        this.answer = answer;
    }

    /**
     * Starts to ask; see {@link pipeline.remote.RemoteHost#ask}.
     *
     * @param limit how long the login may take until the shell answers, once the host is connected
     * @return fails with what the answer throws, too
     */
    static CompletableFuture<Void> start(ShellOpener host, String script, AnswerOutput answer, Duration limit) {
        ShellQuery query = new ShellQuery(host, answer);
        return query.exchange.start(query.whole(script), limit);
    }

    private String whole(String script) {
        return SCRIPT.around(script, Map.of("token", token));
    }

    @Override
    public void output(byte[] bytes, int offset, int length) {
        if (hasBegun && !exchange.result().isDone()) {
            give(() -> answer.answered(bytes, offset, length));
        }
    }

    /** What the taker throws is what the asking fails with. */
    private void give(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            exchange.result().completeExceptionally(e);
        }
    }

    @Override
    public void frame(Frame frame) {
        exchange.answered();
        if (frame.word().equals(BEGIN)) {
            hasBegun = true;
            give(() -> answer.loggedIn(exchange.loginWords()));
            give(answer::begin);
        } else if (frame.word().equals(END)) {
            exchange.result().complete(null);
        }
    }

    @Override
    public void oversized(int limit) {
        // What is framed here is short.
    }
}
