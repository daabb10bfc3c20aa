package pipeline.nodes.example;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import pipeline.node.Arguments;
import pipeline.node.NodeProgram;

/** Counts the numbers of a file, argument 0, that are in the file that all hosts have, argument 1. */
public final class ExampleBroadcastNode extends NodeProgram<Arguments, Long> {

    @Override
    protected Long run(Arguments arguments) throws IOException {
        Set<Double> known = new HashSet<>(NumberFile.read(arguments.text(1)));
        return NumberFile.read(arguments.text(0)).stream()
                .filter(known::contains)
                .count();
    }
}
