package mine

import java.io.File
import pipeline.node.NodeProgram
import pipeline.recipe.Output
import pipeline.recipe.Recipe

class KotlinLines : Recipe() {
    private val lines: Output<Long> = output("lines", "how many lines there are").integer()

    override fun run(): Int {
        val jobs = mapfile(0).active().map { nodeJob(it.host(), KotlinLinesNode::class.java, it.file()) }
        lines.set(scheduleJobs(jobs).sumOf { it.result().map { result -> result.asLong() }.orElse(0L) })
        return if (error.isSet()) 1 else 0
    }
}

class KotlinLinesNode : NodeProgram<String, Long>() {
    override fun run(file: String): Long {
        val lines = File(file).useLines { it.count() }.toLong()
        logger.info("{} has {} lines", file, lines)
        return lines
    }
}
