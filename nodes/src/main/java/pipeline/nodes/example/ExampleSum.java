package pipeline.nodes.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How many numbers there are and what they add up to, as it stands in a file of one line. */
public record ExampleSum(long count, double total) {

    /** No numbers at all. */
    public static final ExampleSum NOTHING = new ExampleSum(0, 0);

    static ExampleSum of(List<Double> numbers) {
        return new ExampleSum(
                numbers.size(),
                numbers.stream().mapToDouble(Double::doubleValue).sum());
    }

    /** Returns the sum of this and another. */
    public ExampleSum plus(ExampleSum other) {
        return new ExampleSum(count + other.count, total + other.total);
    }

    /** Reads what a job left. */
    public static ExampleSum read(Path file) throws IOException {
        String[] words = Files.readString(file).strip().split(" ", 2);
        return new ExampleSum(Long.parseLong(words[0]), Double.parseDouble(words[1]));
    }

    void write(Path file) throws IOException {
        Files.writeString(file, count + " " + total + "\n");
    }
}
