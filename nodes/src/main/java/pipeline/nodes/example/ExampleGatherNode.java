package pipeline.nodes.example;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import pipeline.node.NodeProgram;

/** Puts the numbers of many files into one. */
public final class ExampleGatherNode extends NodeProgram<List<String>, Integer> {

    @Override
    protected Integer run(List<String> files) throws IOException {
        List<Double> all = new ArrayList<>();
        for (String file : files) {
            all.addAll(NumberFile.read(file));
        }
        NumberFile.writeOutput(all);
        return all.size();
    }
}
