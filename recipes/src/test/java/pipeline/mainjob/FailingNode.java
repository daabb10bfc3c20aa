package pipeline.mainjob;

import pipeline.node.Arguments;
import pipeline.node.NodeProgram;
import pipeline.node.NodeResult;

/** A node program that throws. */
public final class FailingNode extends NodeProgram<Arguments, NodeResult> {
    @Override
    protected NodeResult run(Arguments arguments) {
        throw new IllegalStateException("broken on purpose");
    }
}
