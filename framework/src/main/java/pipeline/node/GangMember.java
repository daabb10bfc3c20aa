package pipeline.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.job.GangSeat;
import pipeline.job.wire.JobVariables;
import pipeline.log.MasterRequests;
import pipeline.text.Json;
import pipeline.text.JsonMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A program as one of its gang: the control program has rank 0, the members have ranks from 1 on. Messages go through the master, over
 * the connection that leads to the host anyway; they come in the order in which they were sent, each once. What waits for others ends
 * with a {@link NodeFailure} if it can never be answered: because somebody has ended, or all wait for each other. Thread-safe: one
 * request after the other.
 *
 * <pre>{@code
 * public final class FitMember extends NodeProgram<Path, Void> {
 *     @Override
 *     protected Void run(Path file) throws Exception {
 *         gang().send(Files.size(file));
 *         double share = gang().receive(Double.class);
 *         gang().barrier();
 *         logger.info("{} has {} of all", file, share);
 *         return null;
 *     }
 * }
 * }</pre>
 */
public final class GangMember {

    /** The most bytes of a value, as JSON. */
    public static final int LARGEST_VALUE = 256 << 10;

    private static final int LONGEST_NAME = 1024;

    private final GangSeat seat;
    private final MasterRequests master;

    private GangMember(GangSeat seat, MasterRequests master) {
        this.seat = seat;
        this.master = master;
    }

    static GangMember from(Map<String, String> environment) {
        String gang = environment.get(JobVariables.GANG);
        if (gang == null) {
            throw new NodeFailure("this job is in no gang; make it with Gang.of(...) in the recipe");
        }
        MasterRequests master = MasterRequests.from(environment);
        if (master == null) {
            throw new NodeFailure("no way leads from here to the master, so a gang cannot exchange messages");
        }
        GangSeat seat = new GangSeat(
                gang,
                Integer.parseInt(environment.getOrDefault(JobVariables.GANG_RANK, "")),
                Integer.parseInt(environment.getOrDefault(JobVariables.GANG_SIZE, "")));
        return new GangMember(seat, master);
    }

    /** Returns 0 for the control program, from 1 for members. */
    public int rank() {
        return seat.rank();
    }

    /** Returns how many there are, the control program among them. */
    public int size() {
        return seat.size();
    }

    /** Returns whether this is the control program. */
    public boolean isControl() {
        return seat.isControl();
    }

    /** Waits until all of the gang, the control program among them, have come to a barrier. */
    public void barrier() {
        barrier("");
    }

    /** Waits until all of the gang have come to the barrier of a name; if somebody waits at another one, that is a mistake, and ends. */
    public void barrier(String name) {
        ask("barrier", name, "");
    }

    /**
     * Sends a value to all members, each of which takes it with {@link #receive}; returns at once. For the control program.
     *
     * @param value what JSON can hold
     */
    public void broadcast(Object value) {
        ask("broadcast", "", json(value));
    }

    /** Waits for the next value of {@link #broadcast}. For members. */
    public <T> T receive(Class<T> type) {
        return value(ask("receive", "", ""), type);
    }

    /**
     * Sends a value to the control program, which takes it with {@link #gather}; returns at once. For members.
     *
     * @param value what JSON can hold
     */
    public void send(Object value) {
        ask("send", "", json(value));
    }

    /** Waits for the next value of each member; returns them in the order of the ranks. For the control program. */
    public <T> List<T> gather(Class<T> type) {
        List<T> all = new ArrayList<>();
        tree(ask("gather", "", "")).forEach(one -> all.add(value(one, type)));
        return all;
    }

    /**
     * Keeps a value under a name, for all of the gang to get.
     *
     * @param value what JSON can hold
     */
    public void put(String name, Object value) {
        ask("put", name, json(value));
    }

    /** Returns the last value under a name; empty if there is none yet. */
    public <T> Optional<T> get(String name, Class<T> type) {
        String found = ask("get", name, "");
        return found.isEmpty() ? Optional.empty() : Optional.of(value(found, type));
    }

    /** Waits for a value under a name. */
    public <T> T await(String name, Class<T> type) {
        return value(ask("await", name, ""), type);
    }

    /** Hangs up. */
    void leave() {
        master.close();
    }

    private String ask(String what, String name, String value) {
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "a name must have at most %d characters, but has %d".formatted(LONGEST_NAME, name.length()));
        }
        try {
            return master.ask(what, name, value);
        } catch (MasterRequests.RefusedException | IOException e) {
            throw new NodeFailure("%s of %s: %s".formatted(what, seat.described(), e.getMessage()), e);
        }
    }

    private static String json(@Nullable Object value) {
        String json = Json.write(Json.tree(value));
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        if (length > LARGEST_VALUE) {
            throw new IllegalArgumentException(
                    "a message must have at most %d bytes, but has %d: write large data to files and send their names"
                            .formatted(LARGEST_VALUE, length));
        }
        return json;
    }

    private static JsonNode tree(String json) {
        try {
            return Json.read(json);
        } catch (JacksonException e) {
            throw new NodeFailure("the master sent what is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static <T> T value(String json, Class<T> type) {
        return value(tree(json), type);
    }

    private static <T> T value(JsonNode json, Class<T> type) {
        try {
            @SuppressWarnings("unchecked") // as its type says
            T value = (T) Json.value(json, type);
            return value;
        } catch (JsonMismatchException e) {
            throw new NodeFailure("a message is no %s: %s".formatted(type.getSimpleName(), e.getMessage()), e);
        }
    }
}
