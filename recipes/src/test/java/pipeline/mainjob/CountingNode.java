package pipeline.mainjob;

import pipeline.node.Arguments;
import pipeline.node.NodeProgram;
import pipeline.node.NodeResult;

/** A node program that logs so many numbered lines, with a pause of so many milliseconds after each. */
public final class CountingNode extends NodeProgram<Arguments, NodeResult> {
    @Override
    protected NodeResult run(Arguments arguments) throws Exception {
        for (int i = 1; i <= arguments.integer(0); i++) {
            logger.info("line {}", i);
            Thread.sleep(arguments.integer(1));
        }
        return NodeResult.ok();
    }
}
