package pipeline.nodes.example;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import pipeline.node.NodeProgram;

/** Counts the numbers in each file of a group: one process for all of them, and a value for each. */
public final class ExampleGroupsNode extends NodeProgram<List<String>, List<Integer>> {

    @Override
    protected List<Integer> run(List<String> files) throws IOException {
        logger.info("Received a group of {}", files.size());
        List<Integer> counts = new ArrayList<>();
        for (String file : files) {
            counts.add(NumberFile.read(file).size());
        }
        return counts;
    }
}
