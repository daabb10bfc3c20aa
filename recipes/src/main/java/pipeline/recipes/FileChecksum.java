package pipeline.recipes;

import java.util.Optional;
import java.util.regex.Pattern;
import pipeline.job.Outcome;
import tools.jackson.databind.JsonNode;

/**
 * The checksum of one file.
 *
 * @param sha256 64 hexadecimal digits in lower case
 */
record FileChecksum(String host, String file, String sha256, long bytes) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Reads what the node program gave back for a file; empty if that is no checksum. */
    static Optional<FileChecksum> of(String file, Outcome outcome) {
        JsonNode result = outcome.result().orElse(null);
        if (result == null) {
            return Optional.empty();
        }
        JsonNode sha256 = result.path("sha256");
        JsonNode bytes = result.path("bytes");
        boolean isSum = sha256.isString()
                && SHA256.matcher(sha256.stringValue()).matches()
                && bytes.isIntegralNumber()
                && bytes.canConvertToLong()
                && bytes.longValue() >= 0;
        return isSum
                ? Optional.of(new FileChecksum(outcome.job().host(), file, sha256.stringValue(), bytes.longValue()))
                : Optional.empty();
    }
}
