package pipeline.nodes.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import pipeline.node.NodeProgram;

/** Sorts the numbers of a file by way of a file in the directory that the job has for itself. */
public final class ExampleScratchNode extends NodeProgram<String, Integer> {

    @Override
    protected Integer run(String file) throws IOException {
        Path work = Path.of(System.getenv("PIPELINE_SCRATCH"), "sorted");
        List<Double> sorted = NumberFile.read(file).stream().sorted().toList();
        Files.write(work, sorted.stream().map(String::valueOf).toList());
        logger.info("Sorted {} in {}", file, work.getParent());
        NumberFile.writeOutput(NumberFile.read(work.toString()));
        return sorted.size();
    }
}
