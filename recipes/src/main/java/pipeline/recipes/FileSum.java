package pipeline.recipes;

import pipeline.job.Outcome;
import tools.jackson.databind.JsonNode;

/**
 * The checksum of one file.
 *
 * @param sha256 64 hexadecimal digits in lower case
 */
record FileSum(String host, String file, String sha256, long bytes) {

    /** Reads what the node program gave back for a file. */
    static FileSum of(String file, Outcome outcome) {
        JsonNode result = outcome.result()
                .orElseThrow(() -> new IllegalStateException("the node program gave no checksum back for " + file));
        return new FileSum(
                outcome.job().host(),
                file,
                result.path("sha256").asString(),
                result.path("bytes").asLong());
    }
}
