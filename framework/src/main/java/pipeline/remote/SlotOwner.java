package pipeline.remote;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The owner of slots on a host, and their directory there.
 *
 * @param id names the owner among all masters and workers that ever were: letters, digits and {@code -}
 * @param nodeDirectory where files are kept on the host; empty for {@code /var/tmp/pipeline-<uid>}; a leading {@code ~/} is the
 *     home directory there
 * @param orphanAfter what runs ends itself when nobody has been connected to it for so long; zero for never
 */
public record SlotOwner(String id, String nodeDirectory, Duration orphanAfter) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    /** Makes an owner whose slots are only asked for. */
    public SlotOwner(String id, String nodeDirectory) {
        this(id, nodeDirectory, Duration.ZERO);
    }

    public SlotOwner {
        Objects.requireNonNull(nodeDirectory, "nodeDirectory is null");
        if (!isId(id)) {
            throw new IllegalArgumentException(
                    "the id of an owner of slots must be letters, digits and -, but was " + id);
        }
        if (orphanAfter.isNegative()) {
            throw new IllegalArgumentException("orphanAfter must not be negative, but was " + orphanAfter);
        }
    }

    /** Returns whether a text may be the id of an owner. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}
