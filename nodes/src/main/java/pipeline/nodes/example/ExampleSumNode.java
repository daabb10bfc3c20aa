package pipeline.nodes.example;

import java.io.IOException;
import java.nio.file.Path;
import pipeline.node.NodeProgram;

/** Adds up the numbers of a file, and leaves the sum in a file beside it. */
public final class ExampleSumNode extends NodeProgram<String, ExampleSum> {

    @Override
    protected ExampleSum run(String file) throws IOException {
        ExampleSum sum = ExampleSum.of(NumberFile.read(file));
        sum.write(Path.of(System.getenv("PIPELINE_OUTPUT")));
        return sum;
    }
}
