package pipeline.job;

import pipeline.text.ShellQuoting;

/**
 * The place of a job in its gang. Immutable.
 *
 * <pre>{@code
 * boolean isControl = job.gang().filter(seat -> seat.rank() == 0).isPresent();
 * }</pre>
 *
 * @param gang the name of the gang, unique among those of one call; at most 64 characters
 * @param rank 0 for the control program, from 1 for the members
 * @param size how many there are, the control program among them; at least 2
 */
public record GangSeat(String gang, int rank, int size) {

    private static final int LONGEST_NAME = 64;

    public GangSeat {
        if (gang.isBlank() || gang.length() > LONGEST_NAME || gang.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the name of a gang must be 1 to %d characters, no control characters among them, but was %s"
                            .formatted(LONGEST_NAME, ShellQuoting.quote(gang)));
        }
        if (size < 2) {
            throw new IllegalArgumentException("a gang must have a control program and at least 1 member");
        }
        if (rank < 0 || rank >= size) {
            throw new IllegalArgumentException("rank must be from 0 to %d, but was %d".formatted(size - 1, rank));
        }
    }

    /** Returns whether it is that of the control program. */
    public boolean isControl() {
        return rank == 0;
    }

    /** Returns what people call it, such as {@code control of gang solve} or {@code member 2 of gang solve}. */
    public String described() {
        return (isControl() ? "control" : "member " + rank) + " of gang " + gang;
    }
}
