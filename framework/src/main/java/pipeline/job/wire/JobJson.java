package pipeline.job.wire;

import pipeline.job.ComputeJob;
import pipeline.job.GangSeat;
import pipeline.job.JobCommand;
import pipeline.job.Secrets;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a compute job as JSON and reads it back, so that it can run without the recipe that made it. */
public final class JobJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String GANG = "gang";
    private static final String SECRETS = "secrets";

    private JobJson() {}

    /**
     * Writes what runs and how: the command, its variables, the names of its secrets, its directory, its options and its place in a gang; host, key,
     * label and priority are columns.
     */
    public static String write(ComputeJob job) {
        ObjectNode json = job.command().toJson();
        if (!job.environment().isEmpty()) {
            ObjectNode environment = NODES.objectNode();
            job.environment().forEach(environment::put);
            json.set("environment", environment);
        }
        if (!job.secrets().isEmpty()) {
            ArrayNode secrets = json.putArray(SECRETS);
            job.secrets().names().forEach(secrets::add);
        }
        job.workingDirectory().ifPresent(directory -> json.put("working_directory", directory));
        JobOptionsJson.write(job.options(), json);
        job.gang()
                .ifPresent(seat -> json.putObject(GANG)
                        .put("name", seat.gang())
                        .put("rank", seat.rank())
                        .put("size", seat.size()));
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
        Secrets secrets = Secrets.NONE;
        for (JsonNode name : json.path(SECRETS)) {
            secrets = secrets.withUnknown(name.stringValue());
        }
        job = job.secrets(secrets);
        JsonNode gang = json.path(GANG);
        if (gang.isObject()) {
            job = job.seated(new GangSeat(
                    gang.path("name").stringValue(),
                    gang.path("rank").intValue(),
                    gang.path("size").intValue()));
        }
        return json.has("working_directory")
                ? job.workingDirectory(json.get("working_directory").stringValue())
                : job;
    }
}
