package pipeline.hostcheck;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import pipeline.remote.AnswerOutput;

/** Takes the answer of a host as it comes, so that what a host reported before it hung is not lost. Thread-safe. */
final class CheckAnswer implements AnswerOutput {

    /** In bytes; no host has so much to say of itself. */
    private static final int LIMIT = 1 << 20;

    private final Clock clock;
    /** Before the host was asked. */
    private final Instant begun;

    private ByteArrayOutputStream said = new ByteArrayOutputStream();
    private @Nullable Instant arrived;
    private String loginWords = "";

    CheckAnswer(Clock clock) {
        this.clock = clock;
        this.begun = clock.instant();
    }

    @Override
    public synchronized void loggedIn(String words) {
        loginWords = words;
    }

    @Override
    public synchronized void begin() {
        said = new ByteArrayOutputStream();
        arrived = null;
    }

    @Override
    public synchronized void answered(byte[] bytes, int offset, int length) {
        if (arrived == null) {
            arrived = clock.instant();
        }
        if (said.size() < LIMIT) {
            said.write(bytes, offset, length);
        }
    }

    /** Returns what the start-up files of the login shell printed; empty if they printed nothing. */
    synchronized String loginWords() {
        return loginWords;
    }

    synchronized HostFacts facts() {
        return HostFacts.of(said.toString(StandardCharsets.UTF_8));
    }

    /** Returns by how many seconds the clock of the host is ahead of ours, or behind it if negative; 0 within its accuracy. */
    synchronized OptionalLong skew() {
        OptionalLong now = facts().number("now");
        if (now.isEmpty() || arrived == null) {
            return OptionalLong.empty();
        }
        // the host read its clock at some time between, in whole seconds
        Instant hostTime = Instant.ofEpochSecond(now.getAsLong());
        if (hostTime.isBefore(begun.minusSeconds(1))) {
            return OptionalLong.of(-Duration.between(hostTime, begun).toSeconds());
        }
        return OptionalLong.of(
                hostTime.isAfter(arrived) ? Duration.between(arrived, hostTime).toSeconds() : 0);
    }
}
