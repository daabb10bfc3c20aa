package pipeline.nodes.example;

import java.io.IOException;
import java.util.List;
import pipeline.node.Arguments;
import pipeline.node.NodeProgram;

/** Counts the numbers of a file, argument 0, and those below another one, argument 1, and finds the smallest and the largest. */
public final class ExampleLoopNode extends NodeProgram<Arguments, ExampleLoopNode.Count> {

    /** What is found in a file; smallest and largest are 0 where there are no numbers. */
    public record Count(long all, long below, double smallest, double largest) {}

    @Override
    protected Count run(Arguments arguments) throws IOException {
        List<Double> numbers = NumberFile.read(arguments.text(0));
        double limit = arguments.number(1);
        return new Count(
                numbers.size(),
                numbers.stream().filter(number -> number < limit).count(),
                numbers.stream().mapToDouble(Double::doubleValue).min().orElse(0),
                numbers.stream().mapToDouble(Double::doubleValue).max().orElse(0));
    }
}
