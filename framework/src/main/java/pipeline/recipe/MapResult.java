package pipeline.recipe;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import pipeline.job.DeclaredOutput;
import pipeline.job.Outcome;
import pipeline.mapfile.MapEntry;

/**
 * What became of one entry of a map.
 *
 * <pre>{@code
 * for (MapResult<Long> result : results(mapfile(0), outcomes, Long.class)) {
 *     if (result.state() != MapResult.State.SUCCEEDED) {
 *         logger().warn("{} on {}: {}", result.entry().file(), result.host(), result.message());
 *     }
 * }
 * }</pre>
 *
 * @param outcome that of its job; empty for an entry that is marked skip
 * @param value what its job gave back; empty if it did not succeed, or gave back nothing
 */
public record MapResult<T>(MapEntry entry, Optional<Outcome> outcome, Optional<T> value) {

    /** What became of an entry. */
    public enum State {
        /** Its job succeeded. */
        SUCCEEDED,
        /** Its job failed. */
        FAILED,
        /** Its job waits for its host, which cannot be reached. */
        PARKED,
        /** Its job is marked to be left out. */
        IGNORED,
        /** Its job was not started. */
        NOT_STARTED,
        /** It is marked skip in the map and has no job, or its job ran and said that it is to be left out. */
        SKIPPED
    }

    /** Takes what belongs together. */
    public MapResult {
        Objects.requireNonNull(entry, "entry is null");
        Objects.requireNonNull(outcome, "outcome is null");
        Objects.requireNonNull(value, "value is null");
    }

    /** Returns what became of the entry. */
    public State state() {
        return outcome.map(known -> switch (known.state()) {
                    case SUCCEEDED -> State.SUCCEEDED;
                    case FAILED -> State.FAILED;
                    case PARKED -> State.PARKED;
                    case IGNORED -> State.IGNORED;
                    case SKIPPED -> State.SKIPPED;
                    case NOT_STARTED -> State.NOT_STARTED;
                })
                .orElse(State.SKIPPED);
    }

    /** Returns whether its job succeeded. */
    public boolean isSuccess() {
        return state() == State.SUCCEEDED;
    }

    /** Returns the host of the entry. */
    public String host() {
        return entry.host();
    }

    /** Returns one line for people that says why its job did not succeed; empty if it did, or there is none. */
    public String message() {
        return outcome.map(Outcome::message).orElse("");
    }

    /** Returns the files that its job had to leave on the host and did; empty if it did not succeed, or declares none. */
    public List<String> outputs() {
        return outcome.filter(Outcome::isSuccess)
                .map(known -> known.job().options().outputs().stream()
                        .map(DeclaredOutput::path)
                        .toList())
                .orElse(List.of());
    }
}
