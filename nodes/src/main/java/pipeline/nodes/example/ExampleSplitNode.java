package pipeline.nodes.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import pipeline.node.Arguments;
import pipeline.node.NodeProgram;

/** Splits a file, argument 0, into pieces of so many numbers, argument 1, and says what they are called. */
public final class ExampleSplitNode extends NodeProgram<Arguments, List<String>> {

    @Override
    protected List<String> run(Arguments arguments) throws IOException {
        String file = arguments.text(0);
        int size = Math.toIntExact(arguments.integer(1));
        List<Double> numbers = NumberFile.read(file);
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < numbers.size(); from += size) {
            String piece = "%s.%03d".formatted(file, pieces.size());
            Files.write(
                    Path.of(piece),
                    numbers.subList(from, Math.min(numbers.size(), from + size)).stream()
                            .map(String::valueOf)
                            .toList());
            pieces.add(piece);
        }
        return pieces;
    }
}
