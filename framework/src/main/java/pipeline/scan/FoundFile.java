package pipeline.scan;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A file or a directory on a host. Immutable. */
public final class FoundFile {

    private static final String UNKNOWN = "-";
    private static final int NANOS = 9;

    private final String host;
    private final String name;
    private final boolean isDirectory;
    /** As the host printed them: of most files nobody asks. */
    private final String sizeAndTime;

    /**
     * Makes it.
     *
     * @param sizeAndTime in bytes and in seconds, with a blank between them; {@code -} for what is not known
     */
    FoundFile(String host, String name, boolean isDirectory, String sizeAndTime) {
        this.host = host;
        this.name = name;
        this.isDirectory = isDirectory;
        this.sizeAndTime = sizeAndTime;
    }

    public String host() {
        return host;
    }

    /** Returns its path on the host. */
    public String name() {
        return name;
    }

    public boolean isDirectory() {
        return isDirectory;
    }

    /** Returns its size in bytes; null for a directory, and where the host has no command that shows it. */
    public @Nullable Long size() {
        String size = sizeAndTime.substring(0, sizeAndTime.indexOf(' '));
        return size.equals(UNKNOWN) ? null : Long.valueOf(size);
    }

    /** Returns when it was changed last, by the clock of the host; null where the host has no command that shows it. */
    public @Nullable Instant modified() {
        String time = sizeAndTime.substring(sizeAndTime.indexOf(' ') + 1);
        if (time.equals(UNKNOWN)) {
            return null;
        }
        BigDecimal exact = new BigDecimal(time);
        long whole = exact.longValue();
        return Instant.ofEpochSecond(
                whole,
                exact.subtract(BigDecimal.valueOf(whole)).movePointRight(NANOS).longValue());
    }
}
