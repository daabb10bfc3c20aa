package pipeline.failure;

import java.util.regex.Pattern;

/**
 * How much one line of standard error says about why a program failed. The rules are those of what compilers, shells,
 * interpreters and the usual tools print; the tests have their texts.
 */
final class ErrorLine {

    /** How much a line says, from nothing to everything. */
    enum Weight {
        /** There was no line yet. */
        NONE,
        /** Where to read more, or where in a stack. */
        HINT,
        /** Anything that does not look like a complaint. */
        ORDINARY,
        /** That something failed before it. */
        SUMMARY,
        /** A complaint. */
        COMPLAINT,
        /** What ended the program. */
        CAUSE
    }

    private static final Pattern HINT =
            words("^\\s*(?:try [`'\"‘].*|try running .*|see .*|usage:.*|run .* for (?:more )?(?:help|information)"
                    + "|.*for more (?:information|details|help)\\b.*|(?:note|hint|help|info):.*|options:.*|if .* please .*"
                    + "|.*type .* for help.*|node\\.js v[0-9].*|this may be .*)$");
    private static final Pattern FRAME =
            Pattern.compile("^\\s+at .*|^\\s+File \".*|^\\s*#[0-9]+ .*|^\\s*\\[[0-9]+\\] .*"
                    + "|^\\s*\\.\\.\\. [0-9]+ more.*|^goroutine [0-9]+.*|^\\s*[~^]+\\s*$|^\\s*\\|.*|^\\s*-->.*|^Calls: .*|^(?:Stacktrace|Backtrace):.*"
                    + "|^\\s+[/\\w.-]+\\.\\w+:[0-9]+.*");
    private static final Pattern SUMMARY =
            words(".*(?:\\*\\*\\* .*\\berror [0-9]+|aborting due to|could not compile|ld returned [0-9]"
                    + "|execution halted|compilation aborted|exiting now|due to previous errors?|error termination"
                    + "|(?:exit(?:ed)? (?:status|code|with)|returned non-zero|ended with (?:exit )?code)|some files/attrs were not transferred"
                    + "|error in (?:file io|rsync protocol)|build failed|the above exception|during handling of the above).*"
                    + "|^terminate called .*|^exiting\\b.*|^aborted\\b.*|^aborting\\b.*");
    private static final Pattern CAUSE =
            words("^\\s*(?:fatal(?: error)?:|panic:|caused by:|what\\(\\):|exception in thread).*"
                    + "|.*\\b(?:segmentation fault|bus error|out of memory|no space left on device|disk quota exceeded|illegal instruction"
                    + "|floating point exception|stack smashing detected|cannot allocate memory|killed process|std::bad_alloc)\\b.*"
                    + "|^killed$|.*\\bfatal error\\b.*|.*\\bsevere \\([0-9]+\\):.*");
    private static final Pattern HARMLESS =
            words(".*\\b(?:0|no|zero|without(?: any)?) (?:errors?|failures?)\\b.*|.*\\bwarn(?:ing)?\\b.*");
    private static final Pattern COMPLAINT = words(
            ".*(?:\\berr(?:or)?\\b|error:|\\w+(?:error|exception)\\b|\\bfail(?:ed|ure|s)?\\b"
                    + "|\\b(?:cannot|can't|can ?not|could not|couldn't|unable|invalid|illegal|unknown|unrecogni[sz]ed|unexpected|missing"
                    + "|denied|refused|forbidden|not found|no such|not permitted|not supported|does not exist|doesn't exist|is not a"
                    + "|timed? ?out|unreachable|reset by peer|corrupt(?:ed)?|truncated|overflow|abort(?:ed)?|exceeded|too (?:many|long|large|few)"
                    + "|already exists|read-only|busy|bad|broken|mismatch|undefined|unbound|must (?:be|not)|expected)\\b).*");
    /** A line after which the next one says what it was. */
    private static final Pattern ANNOUNCEMENT = words("^thread '.*' (?:\\([0-9]+\\) )?panicked at .*:$");

    private ErrorLine() {}

    static Weight weight(String line) {
        if (HINT.matcher(line).matches() || FRAME.matcher(line).matches()) {
            return Weight.HINT;
        }
        if (SUMMARY.matcher(line).matches()) {
            return Weight.SUMMARY;
        }
        if (CAUSE.matcher(line).matches()) {
            return Weight.CAUSE;
        }
        return COMPLAINT.matcher(line).matches() && !HARMLESS.matcher(line).matches()
                ? Weight.COMPLAINT
                : Weight.ORDINARY;
    }

    static boolean isHint(String line) {
        return HINT.matcher(line).matches();
    }

    static boolean announcesNext(String line) {
        return ANNOUNCEMENT.matcher(line).matches();
    }

    private static Pattern words(String expression) {
        return Pattern.compile(expression, Pattern.CASE_INSENSITIVE);
    }
}
