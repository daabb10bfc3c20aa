package pipeline.parset;

import java.util.Objects;

/** One {@code key = value} of a parameter set. */
public record Assignment(ParsetValue.Text key, ParsetValue value) {
    public Assignment {
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(value, "value is null");
    }
}
