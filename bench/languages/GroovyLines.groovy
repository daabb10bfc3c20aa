package mine

import pipeline.node.NodeProgram
import pipeline.recipe.Output
import pipeline.recipe.Recipe

class GroovyLines extends Recipe {
    private final Output<Long> lines = output('lines', 'how many lines there are').integer()

    @Override
    protected int run() {
        def jobs = mapfile(0).active().collect { nodeJob(it.host(), GroovyLinesNode, it.file()) }
        lines.set(scheduleJobs(jobs).sum { it.result().map { result -> result.asLong() }.orElse(0L) } as Long)
        return error.isSet() ? 1 : 0
    }
}

class GroovyLinesNode extends NodeProgram<String, Long> {
    @Override
    protected Long run(String file) {
        def lines = new File(file).readLines().size() as Long
        logger.info('{} has {} lines', file, lines)
        return lines
    }
}
