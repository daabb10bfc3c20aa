package pipeline.remote.shell;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import pipeline.remote.AnswerOutput;
import pipeline.remote.TransportException;

/** Keeps a short answer of a host as a text. */
final class WholeAnswer implements AnswerOutput {

    /** The longest answer, in bytes. */
    private static final int LIMIT = 16 << 20;

    private final String host;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

    WholeAnswer(String host) {
        this.host = host;
    }

    @Override
    public void begin() {
        answer.reset();
    }

    @Override
    public void answered(byte[] bytes, int offset, int length) {
        if (answer.size() + length > LIMIT) {
            throw new CompletionException(new TransportException(
                    TransportException.Cause.CHANNEL,
                    host,
                    "an answer of it is longer than " + (LIMIT >> 20) + " MiB"));
        }
        answer.write(bytes, offset, length);
    }

    String text() {
        return answer.toString(StandardCharsets.UTF_8);
    }
}
