package pipeline.config;

/**
 * The head of a section: a name, and for some hosts only, a host set after a blank: {@code [deploy lce[001-010]]}.
 *
 * @param name the first word
 * @param hosts the rest; empty for a section that is for all hosts
 */
record SectionHead(String name, String hosts) {

    /** Splits what stands between the outer brackets. */
    static SectionHead of(String text) {
        int blank = 0;
        while (blank < text.length() && !Character.isWhitespace(text.charAt(blank))) {
            blank++;
        }
        return new SectionHead(text.substring(0, blank), text.substring(blank).strip());
    }

    /** Reads a line that begins with a bracket; after the head there may be a comment. */
    static SectionHead parse(String line) throws BadValueException {
        int end = closingBracket(line);
        if (end < 0) {
            throw new BadValueException(
                    "the head of a section is not closed, expected \"]\" after " + IniValue.shown(line));
        }
        String rest = line.substring(end + 1).strip();
        if (!rest.isEmpty() && rest.charAt(0) != '#' && rest.charAt(0) != ';') {
            throw new BadValueException(
                    "expected nothing after the head of a section, but found " + IniValue.shown(rest));
        }
        SectionHead head = of(line.substring(1, end).strip());
        if (head.name.isEmpty()) {
            throw new BadValueException("expected the name of a section between the brackets");
        }
        if (head.name.chars().anyMatch(c -> "/,='\"%".indexOf(c) >= 0)) {
            throw new BadValueException(
                    "expected the name of a section between the brackets, but found " + IniValue.shown(head.text()));
        }
        if (head.isForSomeHosts() && head.name.equals(IniFile.DEFAULT)) {
            throw new BadValueException("[DEFAULT] is for all hosts, write the host set behind another section");
        }
        return head;
    }

    private static int closingBracket(String line) {
        int depth = 0;
        for (int at = 0; at < line.length(); at++) {
            if (line.charAt(at) == '[') {
                depth++;
            } else if (line.charAt(at) == ']' && --depth == 0) {
                return at;
            }
        }
        return -1;
    }

    boolean isForSomeHosts() {
        return !hosts.isEmpty();
    }

    /** Returns the head as it stands between its brackets. */
    String text() {
        return isForSomeHosts() ? name + " " + hosts : name;
    }
}
