package pipeline.nodes.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import pipeline.node.NodeFailure;

/** A text file with a number on each line, which the examples work on. */
final class NumberFile {

    private NumberFile() {}

    /**
     * Reads the numbers of a file.
     *
     * @throws NodeFailure if there is no such file, or a line of it is no number
     */
    static List<Double> read(String file) throws IOException {
        List<Double> numbers = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Path.of(file))) {
                numbers.add(Double.valueOf(line.strip()));
            }
        } catch (NoSuchFileException e) {
            throw new NodeFailure(file + " does not exist on this host; check the path in the mapfile", e);
        } catch (NumberFormatException e) {
            throw new NodeFailure(
                    "%s: line %d is no number; every line must be one".formatted(file, numbers.size() + 1), e);
        }
        return numbers;
    }

    /** Writes numbers to the temporary name of the output of this job. */
    static void writeOutput(List<Double> numbers) throws IOException {
        Files.write(
                Path.of(System.getenv("PIPELINE_OUTPUT")),
                numbers.stream().map(String::valueOf).toList());
    }
}
