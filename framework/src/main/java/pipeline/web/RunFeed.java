package pipeline.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pipeline.report.RunRows;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What happened to one run while somebody looked: its last moment, and the changes that led there, each with its number. All viewers
 * of a run have the same feed. Thread-safe: all is guarded by this object.
 */
final class RunFeed {

    /** A viewer that is further behind reads all anew. */
    private static final int KEPT = 64;

    /** Says to a viewer that it must read all anew. */
    static final String RELOAD = "{\"reload\":true}";

    private record Change(long revision, String text) {}

    /**
     * A run and how far its changes are in it.
     *
     * @param revision the first change that is not in it has the next number
     */
    record Snapshot(RunSource.Moment moment, long revision) {}

    /**
     * What came after a change.
     *
     * @param texts JSON, one for each change
     * @param revision of the last of them
     */
    record News(List<String> texts, long revision) {}

    private final Deque<Change> changes = new ArrayDeque<>();

    /** Begins beyond all that a feed of this run had before, whose viewers must read all anew. */
    private long revision = System.currentTimeMillis() * 1000;

    private RunSource.@Nullable Moment moment;
    private @Nullable RunRows rows;
    private @Nullable JsonNode summary;
    private String trouble = "";
    private int viewers;
    private boolean wasAsked;

    synchronized void enter() {
        viewers++;
        wasAsked = true;
    }

    synchronized void leave() {
        viewers--;
    }

    /** Returns whether somebody looks, or did since the last call: between its two requests a page holds no connection. */
    synchronized boolean isWatched() {
        boolean isWatched = viewers > 0 || wasAsked;
        wasAsked = false;
        return isWatched;
    }

    /** Takes in how the run is now; viewers wake up if anything is new. */
    synchronized void show(RunSource.Moment now) {
        RunRows newRows = RunRows.of(now.columns());
        RunRows former = rows;
        boolean wasInTrouble = !trouble.isEmpty();
        trouble = "";
        if (former != null) {
            Optional<ObjectNode> changed = newRows.changesSince(former);
            if (changed.isEmpty()) {
                add(RELOAD);
            } else if (wasInTrouble || isNews(changed.get(), now.summary())) {
                changed.get().set("summary", now.summary());
                add(Json.write(changed.get()));
            }
        }
        moment = now;
        rows = newRows;
        summary = withoutTime(now.summary());
    }

    private boolean isNews(ObjectNode changed, ObjectNode newSummary) {
        return !changed.path("jobs").isEmpty()
                || !changed.path("attempts").isEmpty()
                || !withoutTime(newSummary).equals(summary);
    }

    /** The time goes on, and what is reckoned from it, which alone is no news. */
    private static JsonNode withoutTime(ObjectNode summary) {
        ObjectNode rest = summary.deepCopy();
        rest.remove(List.of("time", "jobs_per_second", "seconds_left", "running", "members"));
        return rest;
    }

    /** Takes in that the run cannot be read now. */
    synchronized void fail(String message) {
        if (!message.equals(trouble)) {
            trouble = message;
            add(Json.write(Json.tree(Map.of("trouble", message))));
        }
    }

    private void add(String text) {
        changes.add(new Change(++revision, text));
        if (changes.size() > KEPT) {
            changes.remove();
        }
        notifyAll();
    }

    /**
     * Reads the run if nobody has yet.
     *
     * @return whether it was read now; if neither now nor before, there is no such run
     */
    synchronized boolean begin(Supplier<Optional<RunSource.Moment>> reading) {
        if (isShown()) {
            return false;
        }
        Optional<RunSource.Moment> first = reading.get();
        first.ifPresent(this::show);
        return first.isPresent();
    }

    synchronized boolean isShown() {
        return moment != null;
    }

    /** Returns the last moment. */
    synchronized Snapshot last() {
        return new Snapshot(Objects.requireNonNull(moment, "the run was not read yet"), revision);
    }

    /**
     * Returns what came after a change, and waits for it for a while; nothing if nothing came.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    synchronized News after(long seen, long millis) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis;
                revision <= seen && left > 0;
                left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())) {
            wait(left);
        }
        long oldest = changes.isEmpty() ? revision + 1 : changes.element().revision();
        boolean isTooLate = seen < revision && seen + 1 < oldest;
        if (isTooLate || seen > revision) {
            return new News(List.of(RELOAD), revision);
        }
        List<String> texts = new ArrayList<>();
        for (Change change : changes) {
            if (change.revision() > seen) {
                texts.add(change.text());
            }
        }
        return new News(texts, revision);
    }
}
