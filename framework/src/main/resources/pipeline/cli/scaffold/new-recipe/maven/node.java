package @package@;

import java.nio.file.Files;
import java.nio.file.Path;
import pipeline.node.NodeProgram;

/** Runs on the host of each file. */
public class @class@Node extends NodeProgram<String, Long> {

    @Override
    protected Long run(String file) throws Exception {
        long lines = Files.readAllLines(Path.of(file)).size();
        logger.info("{} has {} lines", file, lines);
        return lines;
    }
}
