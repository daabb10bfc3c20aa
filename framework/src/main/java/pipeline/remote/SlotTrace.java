package pipeline.remote;

import org.jspecify.annotations.Nullable;

/**
 * Where a host keeps what a slot did.
 *
 * @param directory on the host
 * @param token what frames have to show in what the jobs of the slot print
 * @param before the script that ended last of those that are kept; null if none has
 * @param started when the script to be read began, as the scheduler of the transport counts; null if the host does not say
 */
public record SlotTrace(
        String directory,
        String token,
        @Nullable String before,
        @Nullable Long started) {}
