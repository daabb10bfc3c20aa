package pipeline.nodes.example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import pipeline.node.NodeProgram;

/** Makes one sum of those that the jobs before left on this host. */
public final class ExampleReduceNode extends NodeProgram<List<String>, ExampleSum> {

    @Override
    protected ExampleSum run(List<String> sums) throws IOException {
        ExampleSum all = ExampleSum.NOTHING;
        for (String sum : sums) {
            all = all.plus(ExampleSum.read(Path.of(sum)));
        }
        all.write(Path.of(System.getenv("PIPELINE_OUTPUT")));
        return all;
    }
}
