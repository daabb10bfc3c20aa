package pipeline.parset;

import java.util.Objects;

/**
 * One {@code key = value} of a parameter set.
 *
 * <pre>{@code
 * ParsetReader reader = new ParsetReader(SourceText.read(Path.of("imaging.parset")));
 * for (Optional<Assignment> next = reader.next(); next.isPresent(); next = reader.next()) {
 *     logger().info("{} = {}", next.get().key().text(), next.get().value());
 * }
 * }</pre>
 */
public record Assignment(ParsetValue.Text key, ParsetValue value) {
    public Assignment {
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(value, "value is null");
    }
}
