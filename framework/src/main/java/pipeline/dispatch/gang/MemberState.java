package pipeline.dispatch.gang;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pipeline.log.LogMessage;

/** One job of a gang: what it has sent and received, and what it waits for. Guarded by the lock of its message board. */
final class MemberState {

    final Deque<String> sent = new ArrayDeque<>();
    int received;
    String sender = "";
    long last;
    LogMessage.@Nullable Reply reply;

    @Nullable
    Waiting waiting;

    boolean hasEnded;

    /** A request that has no answer yet. */
    record Waiting(Wanted wanted, LogMessage.Request request, Consumer<LogMessage.Reply> answer) {

        /** Returns what is waited for, as people read it. */
        String described() {
            String name = request.name();
            return switch (wanted) {
                case BARRIER -> name.isEmpty() ? "the barrier" : "the barrier " + name;
                case RECEIVE -> "a broadcast";
                case GATHER -> "what the members send";
                case AWAIT -> "the value of " + name;
                case BROADCAST, SEND, PUT, GET -> request.what();
            };
        }
    }

    /** What can be asked. */
    enum Wanted {
        BARRIER,
        BROADCAST,
        RECEIVE,
        SEND,
        GATHER,
        PUT,
        GET,
        AWAIT;

        static @Nullable Wanted of(String word) {
            for (Wanted one : values()) {
                if (one.name().equalsIgnoreCase(word)) {
                    return one;
                }
            }
            return null;
        }
    }
}
