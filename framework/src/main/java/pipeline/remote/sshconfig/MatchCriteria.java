package pipeline.remote.sshconfig;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * The result of the criteria of a {@code Match} line for one host, by the rules of OpenSSH's readconf.c.
 *
 * @param wantsFinalPass whether the configuration is to be read once more when the name of the host is known
 * @param named whether the host is named by more than {@code *}
 */
record MatchCriteria(BlockMatch applies, boolean wantsFinalPass, boolean named) {

    /** What is known of the host at that line. */
    interface Subject {
        /** Returns the name to connect to, as far as the lines before say it. */
        String hostName() throws SshConfigException;

        String originalName();

        String user();

        String localUser();

        /** Returns whether the configuration is read for the second time. */
        boolean isFinalPass();

        /** Runs a command, tokens and all, and says whether it ends with 0. */
        boolean succeeds(SshConfigLine line, String command) throws SshConfigException;
    }

    /** Reads all criteria, even if one does not hold: each of them may ask for a final pass. */
    static MatchCriteria judge(SshConfigLine line, Subject subject) throws SshConfigException {
        return new Judge(line, subject).judge();
    }

    private static final class Judge {
        private final SshConfigLine line;
        private final Subject subject;
        private final Iterator<String> words;
        private boolean holds = true;
        private boolean unsure;
        private boolean wantsFinalPass;
        private boolean named;

        Judge(SshConfigLine line, Subject subject) {
            this.line = line;
            this.subject = subject;
            this.words = line.words().iterator();
        }

        MatchCriteria judge() throws SshConfigException {
            int count = 0;
            for (String word = next(); !word.isEmpty(); word = next()) {
                boolean negated = word.startsWith("!");
                String criterion = word.substring(negated ? 1 : 0).toLowerCase(Locale.ROOT);
                if (criterion.equals("all")) {
                    if (count > 1 || !next().isEmpty()) {
                        throw new SshConfigException(
                                line.where() + ": \"all\" cannot be combined with other criteria in Match");
                    }
                    holds &= !negated;
                    return verdict();
                }
                count++;
                take(criterion, negated);
            }
            if (count == 0) {
                throw new SshConfigException(line.where() + ": expected a criterion after Match, but found none");
            }
            return verdict();
        }

        /** Returns the next word; an empty one at the end of the line or at a comment. */
        private String next() {
            String word = words.hasNext() ? words.next() : "";
            return word.startsWith("#") ? "" : word;
        }

        private void take(String criterion, boolean negated) throws SshConfigException {
            if (criterion.equals("canonical") || criterion.equals("final")) {
                wantsFinalPass |= criterion.equals("final");
                holds &= subject.isFinalPass() != negated;
                return;
            }
            String argument = next();
            if (argument.isEmpty()) {
                throw new SshConfigException(
                        line.where() + ": expected a value after Match " + criterion + ", but found none");
            }
            List<String> patterns = List.of(argument.split(",", -1));
            switch (criterion) {
                case "host" -> host(patterns, subject.hostName(), negated);
                case "originalhost" -> host(patterns, subject.originalName(), negated);
                case "user" -> holds &= NamePatterns.matchExactly(patterns, subject.user()) != negated;
                case "localuser" -> holds &= NamePatterns.matchExactly(patterns, subject.localUser()) != negated;
                case "exec" -> holds = holds && subject.succeeds(line, argument) != negated;
                default -> unsure = true;
            }
        }

        private void host(List<String> patterns, String name, boolean negated) {
            holds &= NamePatterns.match(patterns, name) != negated;
            named |= !negated && NamePatterns.mention(patterns, name);
        }

        private MatchCriteria verdict() {
            BlockMatch applies = !holds ? BlockMatch.NO : unsure ? BlockMatch.UNSURE : BlockMatch.YES;
            return new MatchCriteria(applies, wantsFinalPass, named && holds);
        }
    }
}
