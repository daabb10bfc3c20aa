package pipeline.job.wire;

import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a compute job as JSON and reads it back, so that it can run without the recipe that made it. */
public final class JobJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JobJson() {}

    /** Writes what runs and how: the command, its variables, its directory and its options; host, key, label and priority are columns. */
    public static String write(ComputeJob job) {
        ObjectNode json = job.command().toJson();
        if (!job.environment().isEmpty()) {
            ObjectNode environment = NODES.objectNode();
            job.environment().forEach(environment::put);
            json.set("environment", environment);
        }
        job.workingDirectory().ifPresent(directory -> json.put("working_directory", directory));
        JobOptionsJson.write(job.options(), json);
        return Json.write(json);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static ComputeJob read(String host, String text) {
        JsonNode json = Json.read(text);
        ComputeJob job = ComputeJob.of(host, JobCommand.fromJson(json)).options(JobOptionsJson.read(json));
        for (var variable : json.path("environment").properties()) {
            job = job.environment(variable.getKey(), variable.getValue().stringValue());
        }
        return json.has("working_directory")
                ? job.workingDirectory(json.get("working_directory").stringValue())
                : job;
    }
}
