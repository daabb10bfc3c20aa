package pipeline.dispatch.gang;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pipeline.job.GangSeat;
import pipeline.log.LogMessage;

/**
 * The messages of a gang while it runs: barriers, values from the control program to all, values from each member to it, and
 * values by name. Messages from one to another come in the order in which they were sent, each once. A request that can never be
 * answered, since somebody has ended or all wait for each other, is refused. Thread-safe; answers are given while the lock is held,
 * so they must be short.
 */
public final class MessageBoard {

    /** What is kept of all messages that were not taken, in characters. */
    static final long MOST_KEPT = 16L << 20;

    private final String gang;
    private final MemberState[] members;
    private final Map<String, String> values = new HashMap<>();
    private final List<String> broadcasts = new ArrayList<>();

    /** How many broadcasts were forgotten, since all have received them. */
    private int forgotten;

    private long kept;

    MessageBoard(String gang, int size) {
        this.gang = gang;
        this.members = new MemberState[size];
        for (int i = 0; i < size; i++) {
            members[i] = new MemberState();
        }
    }

    /**
     * Takes a request; one that comes again is answered again, and counts once.
     *
     * @param sender names the process of the member
     * @param answer takes the reply, now or later
     */
    public synchronized void asked(
            int rank, String sender, LogMessage.Request request, Consumer<LogMessage.Reply> answer) {
        MemberState member = members[rank];
        if (sender.equals(member.sender) && request.number() <= member.last) {
            MemberState.Waiting waiting = member.waiting;
            LogMessage.Reply reply = member.reply;
            if (waiting != null && request.number() == member.last) {
                member.waiting = new MemberState.Waiting(waiting.wanted(), request, answer);
            } else if (reply != null && reply.number() == request.number()) {
                answer.accept(reply);
            }
            return;
        }
        if (member.waiting != null) {
            answer.accept(refusal(request, "another process of " + name(rank) + " waits for an answer already"));
            return;
        }
        member.sender = sender;
        member.last = request.number();
        member.reply = null;
        MemberState.Wanted wanted = MemberState.Wanted.of(request.what());
        String fault = wanted == null ? "nobody knows the request " + request.what() : fault(rank, wanted, request);
        if (wanted == null || fault != null) {
            reply(member, answer, refusal(request, String.valueOf(fault)));
            return;
        }
        take(member, wanted, request, answer);
        goOn();
    }

    private @Nullable String fault(int rank, MemberState.Wanted wanted, LogMessage.Request request) {
        boolean isControl = rank == 0;
        return switch (wanted) {
            case BROADCAST, GATHER ->
                isControl ? tooMuch(request) : "only the control program of a gang does that: " + request.what();
            case RECEIVE, SEND ->
                isControl
                        ? "only members of a gang do that, not its control program: " + request.what()
                        : tooMuch(request);
            case PUT -> tooMuch(request);
            case BARRIER, GET, AWAIT -> null;
        };
    }

    private @Nullable String tooMuch(LogMessage.Request request) {
        return kept + request.value().length() > MOST_KEPT
                ? "gang %s has messages of more than %d MiB that nobody has taken; write large data to files"
                        .formatted(gang, MOST_KEPT >> 20)
                : null;
    }

    private void take(
            MemberState member,
            MemberState.Wanted wanted,
            LogMessage.Request request,
            Consumer<LogMessage.Reply> answer) {
        switch (wanted) {
            case BROADCAST -> {
                broadcasts.add(request.value());
                kept += request.value().length();
                reply(member, answer, value(request, ""));
            }
            case SEND -> {
                member.sent.add(request.value());
                kept += request.value().length();
                reply(member, answer, value(request, ""));
            }
            case PUT -> {
                String before = values.put(request.name(), request.value());
                kept += request.value().length() - (before == null ? 0 : before.length());
                reply(member, answer, value(request, ""));
            }
            case GET -> reply(member, answer, value(request, values.getOrDefault(request.name(), "")));
            case BARRIER, RECEIVE, GATHER, AWAIT -> member.waiting = new MemberState.Waiting(wanted, request, answer);
        }
    }

    /** A job of the gang has ended: those that wait for it are notified. */
    synchronized void ended(int rank) {
        members[rank].hasEnded = true;
        members[rank].waiting = null;
        goOn();
    }

    /** Answers what can be answered, and refuses what never will be. */
    private void goOn() {
        boolean hasMoved = true;
        while (hasMoved) {
            hasMoved = passBarrier();
            for (int rank = 0; rank < members.length; rank++) {
                hasMoved |= answer(rank);
            }
        }
        forget();
        if (isStuck()) {
            String who = describedWaits();
            for (int rank = 0; rank < members.length; rank++) {
                refuse(rank, "all that run of gang %s wait for each other: %s".formatted(gang, who));
            }
        }
    }

    private boolean passBarrier() {
        String name = null;
        for (MemberState member : members) {
            MemberState.Waiting waiting = member.waiting;
            if (waiting == null
                    || waiting.wanted() != MemberState.Wanted.BARRIER
                    || (name != null && !name.equals(waiting.request().name()))) {
                return false;
            }
            name = waiting.request().name();
        }
        for (int rank = 0; rank < members.length; rank++) {
            give(rank, "");
        }
        return true;
    }

    private boolean answer(int rank) {
        MemberState member = members[rank];
        MemberState.Waiting waiting = member.waiting;
        if (waiting == null) {
            return false;
        }
        return switch (waiting.wanted()) {
            case RECEIVE -> {
                int index = member.received - forgotten;
                if (index < broadcasts.size()) {
                    member.received++;
                    yield give(rank, broadcasts.get(index));
                }
                yield members[0].hasEnded && refuse(rank, "the control program has ended and sends nothing more");
            }
            case GATHER -> gather(rank);
            case AWAIT -> {
                String value = values.get(waiting.request().name());
                yield value != null && give(rank, value);
            }
            case BARRIER -> {
                int ended = firstEnded(false);
                yield ended >= 0
                        && refuse(
                                rank,
                                "%s has ended and does not come to %s".formatted(name(ended), waiting.described()));
            }
            case BROADCAST, SEND, PUT, GET -> false;
        };
    }

    private boolean gather(int rank) {
        for (int i = 1; i < members.length; i++) {
            if (members[i].sent.isEmpty()) {
                int ended = firstEnded(true);
                return ended >= 0 && refuse(rank, name(ended) + " has ended and sends nothing more");
            }
        }
        List<String> all = new ArrayList<>();
        for (int i = 1; i < members.length; i++) {
            String value = members[i].sent.remove();
            kept -= value.length();
            all.add(value);
        }
        return give(rank, "[" + String.join(",", all) + "]");
    }

    /** Returns the rank of the first that has ended; -1 if none has. */
    private int firstEnded(boolean withNothingLeft) {
        for (int i = withNothingLeft ? 1 : 0; i < members.length; i++) {
            if (members[i].hasEnded && (!withNothingLeft || members[i].sent.isEmpty())) {
                return i;
            }
        }
        return -1;
    }

    private boolean isStuck() {
        boolean isAnyWaiting = false;
        for (MemberState member : members) {
            if (!member.hasEnded && member.waiting == null) {
                return false;
            }
            isAnyWaiting |= member.waiting != null;
        }
        return isAnyWaiting;
    }

    private String describedWaits() {
        List<String> waits = new ArrayList<>();
        for (int rank = 0; rank < members.length; rank++) {
            MemberState.Waiting waiting = members[rank].waiting;
            if (waiting != null) {
                waits.add(name(rank) + " for " + waiting.described());
            }
        }
        return waits.stream().limit(5).collect(Collectors.joining(", "))
                + (waits.size() > 5 ? " and " + (waits.size() - 5) + " more" : "");
    }

    /** Drops broadcasts that all have received that run. */
    private void forget() {
        int least = forgotten + broadcasts.size();
        for (int i = 1; i < members.length; i++) {
            least = members[i].hasEnded ? least : Math.min(least, members[i].received);
        }
        while (forgotten < least) {
            kept -= broadcasts.remove(0).length();
            forgotten++;
        }
    }

    private boolean give(int rank, String value) {
        MemberState.Waiting waiting = members[rank].waiting;
        if (waiting != null) {
            members[rank].waiting = null;
            reply(members[rank], waiting.answer(), value(waiting.request(), value));
        }
        return true;
    }

    private boolean refuse(int rank, String why) {
        MemberState.Waiting waiting = members[rank].waiting;
        if (waiting != null) {
            members[rank].waiting = null;
            reply(members[rank], waiting.answer(), refusal(waiting.request(), why));
        }
        return true;
    }

    private static void reply(MemberState member, Consumer<LogMessage.Reply> answer, LogMessage.Reply reply) {
        member.reply = reply;
        answer.accept(reply);
    }

    private static LogMessage.Reply value(LogMessage.Request request, String value) {
        return new LogMessage.Reply(request.number(), value, "");
    }

    private static LogMessage.Reply refusal(LogMessage.Request request, String why) {
        return new LogMessage.Reply(request.number(), "", why);
    }

    private String name(int rank) {
        return new GangSeat(gang, rank, members.length).described();
    }
}
