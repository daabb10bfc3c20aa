package pipeline.job.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import pipeline.job.DeclaredOutput;
import pipeline.job.ExitCodes;
import pipeline.job.JobOptions;
import pipeline.job.ParameterFile;
import pipeline.job.ResourceRequest;
import pipeline.job.Scratch;
import pipeline.job.TimeLimit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the options of a job into its JSON and reads them back; what a job does not say is not there. */
final class JobOptionsJson {

    private static final String TIMEOUT_SECONDS = "timeout_s";
    private static final String TIMEOUT_PERCENT = "timeout_percent";
    private static final String RETRIES = "retries";
    private static final String CORES = "cores";
    private static final String MEMORY = "memory_bytes";
    private static final String LIMITS = "limits";
    private static final String OUTPUTS = "outputs";
    private static final String CAPTURES = "capture_output";
    private static final String SCRATCH = "scratch";
    private static final String BASE = "base";
    private static final String KEEPS = "keep_on_failure";
    private static final String PARAMETERS = "parameters";
    private static final String NAME = "name";
    private static final String TEXT = "text";
    private static final String ATOMIC = "atomic";
    private static final String PATH = "path";
    private static final String SKIP_EXIT = "skip_exit";
    private static final String SHA256 = "sha256";

    private JobOptionsJson() {}

    static void write(JobOptions options, ObjectNode json) {
        options.timeout().ifPresent(limit -> {
            if (limit instanceof TimeLimit.Fixed fixed) {
                json.put(TIMEOUT_SECONDS, fixed.time().toMillis() / 1e3);
            } else if (limit instanceof TimeLimit.OfMedian ofMedian) {
                json.put(TIMEOUT_PERCENT, ofMedian.percent());
            }
        });
        options.retries().ifPresent(retries -> json.put(RETRIES, retries));
        ResourceRequest need = options.resources();
        if (need.cores() > 0) {
            json.put(CORES, need.cores());
        }
        if (need.memory() > 0) {
            json.put(MEMORY, need.memory());
        }
        if (!need.limits().isEmpty()) {
            ObjectNode limits = json.putObject(LIMITS);
            need.limits().forEach(limits::put);
        }
        if (!options.outputs().isEmpty()) {
            ArrayNode outputs = json.putArray(OUTPUTS);
            for (DeclaredOutput output : options.outputs()) {
                ObjectNode one = outputs.addObject().put(PATH, output.path());
                output.sha256().ifPresent(sum -> one.put(SHA256, sum));
                if (output.isAtomic()) {
                    one.put(ATOMIC, true);
                }
            }
        }
        if (options.captures()) {
            json.put(CAPTURES, true);
        }
        options.scratch().ifPresent(scratch -> {
            ObjectNode directory = json.putObject(SCRATCH);
            scratch.base().ifPresent(base -> directory.put(BASE, base));
            if (scratch.keepsOnFailure()) {
                directory.put(KEEPS, true);
            }
            scratch.parameters()
                    .ifPresent(file -> directory
                            .putObject(PARAMETERS)
                            .put(NAME, file.name())
                            .put(TEXT, file.text()));
        });
        if (!options.skipExit().codes().isEmpty()) {
            ArrayNode codes = json.putArray(SKIP_EXIT);
            options.skipExit().codes().stream().sorted().forEach(codes::add);
        }
    }

    static JobOptions read(JsonNode json) {
        return new JobOptions(
                timeout(json),
                retries(json),
                need(json),
                outputs(json),
                json.path(CAPTURES).asBoolean(false),
                scratch(json.path(SCRATCH)),
                skipExit(json.path(SKIP_EXIT)));
    }

    private static ExitCodes skipExit(JsonNode json) {
        Set<Integer> codes = new HashSet<>();
        json.forEach(code -> codes.add(code.intValue()));
        return new ExitCodes(codes);
    }

    private static Optional<Scratch> scratch(JsonNode json) {
        return json.isObject()
                ? Optional.of(new Scratch(
                        json.has(BASE) ? Optional.of(json.get(BASE).stringValue()) : Optional.empty(),
                        json.path(KEEPS).asBoolean(false),
                        parameters(json.path(PARAMETERS))))
                : Optional.empty();
    }

    private static Optional<ParameterFile> parameters(JsonNode json) {
        return json.isObject()
                ? Optional.of(new ParameterFile(
                        json.path(NAME).stringValue(), json.path(TEXT).stringValue()))
                : Optional.empty();
    }

    private static Optional<TimeLimit> timeout(JsonNode json) {
        if (json.has(TIMEOUT_SECONDS)) {
            double seconds = json.get(TIMEOUT_SECONDS).doubleValue();
            return Optional.of(new TimeLimit.Fixed(Duration.ofMillis(Math.round(seconds * 1e3))));
        }
        return json.has(TIMEOUT_PERCENT)
                ? Optional.of(new TimeLimit.OfMedian(json.get(TIMEOUT_PERCENT).intValue()))
                : Optional.empty();
    }

    private static OptionalInt retries(JsonNode json) {
        return json.has(RETRIES) ? OptionalInt.of(json.get(RETRIES).intValue()) : OptionalInt.empty();
    }

    private static ResourceRequest need(JsonNode json) {
        Map<String, Integer> limits = new HashMap<>();
        json.path(LIMITS)
                .properties()
                .forEach(limit -> limits.put(limit.getKey(), limit.getValue().intValue()));
        return new ResourceRequest(json.path(CORES).asInt(0), json.path(MEMORY).asLong(0), limits);
    }

    private static List<DeclaredOutput> outputs(JsonNode json) {
        List<DeclaredOutput> outputs = new ArrayList<>();
        json.path(OUTPUTS)
                .forEach(one -> outputs.add(new DeclaredOutput(
                        one.get(PATH).stringValue(),
                        one.has(SHA256) ? Optional.of(one.get(SHA256).stringValue()) : Optional.empty(),
                        one.path(ATOMIC).asBoolean(false))));
        return outputs;
    }
}
