package pipeline.mainjob;

import pipeline.node.Arguments;
import pipeline.node.NodeProgram;
import pipeline.node.NodeResult;

/** A node program that logs as many lines as its argument says. */
public final class ChattyNode extends NodeProgram {
    @Override
    protected NodeResult run(Arguments arguments) {
        for (int line = 0; line < arguments.integer(0); line++) {
            logger.info("line {}", line);
        }
        return NodeResult.ok();
    }
}
