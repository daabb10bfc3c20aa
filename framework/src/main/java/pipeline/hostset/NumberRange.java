package pipeline.hostset;

/**
 * Numbers from first to last in steps, written with at least {@code width} digits: {@code 001-010/3} is 001, 004, 007
 * and 010.
 */
record NumberRange(long first, long last, long step, int width) {

    /** More digits do not fit a {@code long} for certain. */
    static final int MAX_DIGITS = 18;

    /** Returns how many numbers there are. */
    long count() {
        return (last - first) / step + 1;
    }

    /** Returns the most digits that a number of the range has. */
    int longest() {
        return Math.max(width, Long.toString(last).length());
    }

    /** Returns number {@code index}, counted from 0, with its leading zeros. */
    String text(long index) {
        return pad(Long.toString(first + index * step), width);
    }

    /** Returns the number that follows {@code digits} in a range whose first number has {@code width} digits. */
    static String successor(String digits, int width) {
        return pad(Long.toString(Long.parseLong(digits) + 1), width);
    }

    /** Returns how many digits the numbers of a range have at least, when it begins with {@code digits}. */
    static int widthOf(String digits) {
        return digits.charAt(0) == '0' ? digits.length() : 1;
    }

    private static String pad(String digits, int width) {
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
