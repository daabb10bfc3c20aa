package pipeline.nodes.example;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import pipeline.node.NodeProgram;

/** Counts the numbers of a file between two limits, which are in the parameter file that came with the job. */
public final class ExampleParametersNode extends NodeProgram<String, Long> {

    @Override
    protected Long run(String file) throws IOException {
        Properties parameters = new Properties();
        try (Reader text = Files.newBufferedReader(Path.of(System.getenv("PIPELINE_PARAMETERS")))) {
            parameters.load(text);
        }
        double from = Double.parseDouble(parameters.getProperty("from"));
        double to = Double.parseDouble(parameters.getProperty("to"));
        return NumberFile.read(file).stream()
                .filter(number -> number >= from && number <= to)
                .count();
    }
}
