package pipeline.nodes.example;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import pipeline.node.Arguments;
import pipeline.node.NodeFailure;
import pipeline.node.NodeProgram;

/** Applies what the instrument did, argument 1, and what the sky is, argument 2, to data, argument 0: number by number. */
public final class ExampleAlignedNode extends NodeProgram<Arguments, Integer> {

    @Override
    protected Integer run(Arguments arguments) throws IOException {
        List<Double> data = NumberFile.read(arguments.text(0));
        List<Double> gains = NumberFile.read(arguments.text(1));
        List<Double> sky = NumberFile.read(arguments.text(2));
        if (gains.size() != data.size() || sky.size() != data.size()) {
            throw new NodeFailure("%s has %d numbers, %s has %d and %s has %d; they must be as many"
                    .formatted(
                            arguments.text(0),
                            data.size(),
                            arguments.text(1),
                            gains.size(),
                            arguments.text(2),
                            sky.size()));
        }
        List<Double> residuals = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            residuals.add(data.get(i) - gains.get(i) * sky.get(i));
        }
        NumberFile.writeOutput(residuals);
        return residuals.size();
    }
}
