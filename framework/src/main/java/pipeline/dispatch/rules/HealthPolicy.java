package pipeline.dispatch.rules;

import java.time.Duration;
import java.util.Objects;
import pipeline.config.DurationParser;
import pipeline.config.Section;

/**
 * When a host is set aside, and how long a run waits for hosts to come back.
 *
 * @param transportFailures so many failures of the way to a host in a row; at least 1
 * @param jobFailures so many jobs in a row that fail at once for reasons of the host; at least 1
 * @param parkWait how long to wait when only parked jobs remain; zero for not at all
 */
public record HealthPolicy(int transportFailures, int jobFailures, Duration parkWait) {

    static final HealthPolicy DEFAULT = new HealthPolicy(3, 3, Duration.ZERO);

    private static final int MOST = 1000;

    public HealthPolicy {
        Objects.requireNonNull(parkWait, "parkWait is null");
        if (transportFailures < 1 || jobFailures < 1) {
            throw new IllegalArgumentException(
                    "failures must be at least 1, but were " + transportFailures + " and " + jobFailures);
        }
    }

    /** Reads {@code [remote]}; what is wrong in it is reported to the configuration. */
    static HealthPolicy from(Section remote) {
        return new HealthPolicy(
                remote.integer("max_transport_failures", DEFAULT.transportFailures, 1, MOST),
                remote.integer("max_host_failures", DEFAULT.jobFailures, 1, MOST),
                parkWait(remote));
    }

    private static Duration parkWait(Section remote) {
        String text = remote.text("park_wait", "0").strip();
        if (text.matches("0s?")) {
            return Duration.ZERO;
        }
        return DurationParser.parse(text).orElseGet(() -> {
            remote.problem("park_wait", "must be 0 or " + DurationParser.EXPECTED + ", but was '" + text + "'");
            return Duration.ZERO;
        });
    }
}
