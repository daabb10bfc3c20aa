package pipeline.placement;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a host says of the directory that files are to go to.
 *
 * @param directory its absolute name; empty if it is not known
 * @param free how many bytes are free there, if the host says it
 * @param needed how many bytes are to come
 * @param refusal why no file can go there; null if files can
 * @param absence why the host does not answer; null if it does
 */
public record HostRoom(
        String host,
        String directory,
        OptionalLong free,
        long needed,
        @Nullable String refusal,
        @Nullable String absence) {

    static HostRoom absent(String host, String reason) {
        return new HostRoom(host, "", OptionalLong.empty(), 0, null, reason);
    }

    static HostRoom refused(String host, String reason) {
        return new HostRoom(host, "", OptionalLong.empty(), 0, reason, null);
    }

    /** Returns whether there is less room than is needed. */
    public boolean isFull() {
        return free.isPresent() && free.getAsLong() < needed;
    }
}
