package pipeline.report;

import java.time.Instant;
import java.util.Locale;
import pipeline.store.AttemptRow;
import pipeline.store.AttemptSummary;

/**
 * The attempts of a run, a column for each thing that is shown of them. Times are milliseconds since 1970 by the store's clock. Not
 * thread-safe.
 */
final class AttemptColumns {

    /** Stands for an attempt that runs, in the place of how it ended. */
    private static final String RUNNING = "running";

    final LongColumn jobs = new LongColumn();
    final LongColumn numbers = new LongColumn();
    /** When it was taken for its host; from then on it waited. */
    final LongColumn reserved = new LongColumn();
    /** When its program began; where it never did, when it ended. */
    final LongColumn began = new LongColumn();

    final LongColumn ended = new LongColumn();
    final LongColumn endings = new LongColumn();
    final LongColumn messages = new LongColumn();

    final TextDictionary endingNames = new TextDictionary();
    private final TextDictionary messageTexts;
    private final Instant now;

    /**
     * Makes them without any attempt.
     *
     * @param now until when those are shown that have not ended
     */
    AttemptColumns(TextDictionary messageTexts, Instant now) {
        this.messageTexts = messageTexts;
        this.now = now;
    }

    /**
     * Adds an attempt.
     *
     * @param row that of its job
     */
    void add(int row, AttemptSummary attempt) {
        AttemptRow.AttemptEnd ending = attempt.ending();
        jobs.add(row);
        numbers.add(attempt.number());
        addTimes(attempt);
        endings.add(endingNames.number(ending == null ? RUNNING : ending.name().toLowerCase(Locale.ROOT)));
        messages.add(messageTexts.number(attempt.message()));
    }

    /** The start is by another clock than the rest, and the end is noted a moment after it; neither may leave the other's bounds. */
    private void addTimes(AttemptSummary attempt) {
        long from = attempt.reserved().toEpochMilli();
        Instant completed = attempt.completed();
        long until = Math.max(from, (completed == null ? now : completed).toEpochMilli());
        Instant started = attempt.started();
        Double duration = attempt.duration();
        long start;
        long end = until;
        if (attempt.ending() == null) {
            start = started == null ? from : Math.max(from, Math.min(started.toEpochMilli(), until));
        } else if (started == null) {
            start = until;
        } else {
            start = Math.max(from, Math.min(started.toEpochMilli(), until));
            end = duration == null ? until : Math.min(until, start + Math.round(duration * 1000));
        }
        reserved.add(from);
        began.add(start);
        ended.add(end);
    }

    /** Returns whether it has not ended. */
    boolean isOpen(int attempt) {
        return ending(attempt).equals(RUNNING);
    }

    /** Returns whether a program began, or may have. */
    boolean isStarted(int attempt) {
        return isOpen(attempt) || began.get(attempt) < ended.get(attempt);
    }

    /** Returns how an attempt ended, or that it runs, as a word. */
    String ending(int attempt) {
        return endingNames.text(endings.get(attempt));
    }

    int size() {
        return jobs.size();
    }
}
