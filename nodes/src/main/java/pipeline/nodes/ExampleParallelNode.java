package pipeline.nodes;

import pipeline.node.Arguments;
import pipeline.node.NodeProgram;
import pipeline.node.NodeResult;
import tools.jackson.databind.JsonNode;

/** Logs each of its arguments: the smallest node program that shows something. */
public final class ExampleParallelNode extends NodeProgram<Arguments, NodeResult> {

    @Override
    protected NodeResult run(Arguments arguments) {
        for (JsonNode argument : arguments) {
            logger.info("Received {} as argument", argument.isString() ? argument.stringValue() : argument);
        }
        return NodeResult.ok();
    }
}
