package pipeline.dispatch.rules;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pipeline.text.ShellQuoting;

/**
 * When so many jobs have ended that a run stops before its end, as GNU Parallel's {@code --halt} says it. Immutable.
 *
 * @param number jobs, from 1; or percent of them, from 1 to 100
 * @param isShare whether the number is a percentage
 */
public record HaltRule(When when, What what, int number, boolean isShare) {

    /** What becomes of jobs that run. */
    public enum When {
        /** They go on to their end. */
        SOON,
        /** They are ended. */
        NOW
    }

    /** Which ends count. */
    public enum What {
        FAIL,
        SUCCESS,
        DONE
    }

    /** After the first failure nothing is started. */
    public static final HaltRule FIRST_FAILURE = new HaltRule(When.SOON, What.FAIL, 1, false);

    /** A share says nothing before so many jobs have ended. */
    static final int FEWEST_OF_A_SHARE = 3;

    private static final String NEVER = "never";
    private static final Pattern RULE = Pattern.compile("(now|soon),(fail|success|done)=([0-9]{1,9})(%?)");

    public HaltRule {
        if (number < 1 || (isShare && number > 100)) {
            throw new IllegalArgumentException(
                    "number must be at least 1, and at most 100 if it is a percentage, but was " + number);
        }
    }

    /**
     * Reads a rule.
     *
     * @return empty for {@code never}
     * @throws IllegalArgumentException if it is none
     */
    public static Optional<HaltRule> parse(String text) {
        if (text.equals(NEVER)) {
            return Optional.empty();
        }
        Matcher rule = RULE.matcher(text);
        int number = rule.matches() ? Integer.parseInt(rule.group(3)) : 0;
        boolean isShare = rule.matches() && !rule.group(4).isEmpty();
        if (number < 1 || (isShare && number > 100)) {
            throw new IllegalArgumentException(
                    ("must be never, or one of now and soon, a comma, one of fail, success and done, and =N or =N%%, such as"
                                    + " soon,fail=3 or now,fail=20%%, but was %s")
                            .formatted(ShellQuoting.quote(text)));
        }
        return Optional.of(new HaltRule(
                When.valueOf(rule.group(1).toUpperCase(Locale.ROOT)),
                What.valueOf(rule.group(2).toUpperCase(Locale.ROOT)),
                number,
                isShare));
    }

    /**
     * Returns whether it is time to stop.
     *
     * @param jobs how many the run has in all, as far as it knows
     */
    public boolean applies(long failed, long succeeded, long jobs) {
        long ended = failed + succeeded;
        long counted = switch (what) {
            case FAIL -> failed;
            case SUCCESS -> succeeded;
            case DONE -> ended;
        };
        return isShare
                ? ended >= FEWEST_OF_A_SHARE && counted * 100 >= number * Math.max(ended, jobs)
                : counted >= number;
    }

    /** Returns the rule as people type it. */
    @Override
    public String toString() {
        return "%s,%s=%d%s"
                .formatted(
                        when.name().toLowerCase(Locale.ROOT),
                        what.name().toLowerCase(Locale.ROOT),
                        number,
                        isShare ? "%" : "");
    }
}
