package pipeline.remote.sshconfig;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds which lines of an SSH configuration speak of one host: for each keyword the first value wins. */
final class SshConfigLookup {

    /** Whether the lines of a block are for the host. */
    private enum Applies {
        YES,
        NO,
        /** A criterion that we cannot decide. */
        UNSURE
    }

    private final String host;
    private final String localUser;
    private final Map<String, List<SshConfigLine>> found = new LinkedHashMap<>();
    private final List<SshConfigLine> ignored = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private boolean mentioned;
    private @Nullable String problem;
    private @Nullable SshConfigLine doubt;

    SshConfigLookup(String host, String localUser) {
        this.host = host;
        this.localUser = localUser;
    }

    /** Takes what the lines say; call it for the user's file first, then for the system's. */
    void read(List<SshConfigLine> lines) throws SshConfigException {
        read(lines, Applies.YES);
    }

    /** Gives the lines to honour by keyword; only {@code identityfile} and {@code certificatefile} have more than one. */
    Map<String, List<SshConfigLine>> found() {
        return found;
    }

    /** Gives the lines that speak of the host and that we do not honour. */
    List<SshConfigLine> ignored() {
        return ignored;
    }

    /** Says whether a block names the host by more than {@code *}. */
    boolean mentioned() {
        return mentioned;
    }

    /** Gives why the host must not be reached by what we understood; null if nothing stands against it. */
    @Nullable
    String problem() {
        return problem;
    }

    private void read(List<SshConfigLine> lines, Applies outer) throws SshConfigException {
        Applies applies = outer;
        for (SshConfigLine line : lines) {
            switch (line.keyword()) {
                case "host" -> applies = both(outer, hostLine(line, outer));
                case "match" -> applies = both(outer, matchLine(line, outer));
                case "include" -> read(line.included(), applies);
                default -> take(line, applies);
            }
        }
    }

    private static Applies both(Applies outer, Applies inner) {
        if (outer == Applies.NO || inner == Applies.NO) {
            return Applies.NO;
        }
        return outer == Applies.YES ? inner : outer;
    }

    private Applies hostLine(SshConfigLine line, Applies outer) {
        mentioned |= outer != Applies.NO && NamePatterns.mention(line.words(), host);
        return NamePatterns.match(line.words(), host) ? Applies.YES : Applies.NO;
    }

    private Applies matchLine(SshConfigLine line, Applies outer) throws SshConfigException {
        List<String> words = line.words();
        boolean unsure = false;
        boolean named = false;
        for (int i = 0; i < words.size(); i++) {
            boolean negated = words.get(i).startsWith("!");
            String criterion = words.get(i).substring(negated ? 1 : 0).toLowerCase(Locale.ROOT);
            switch (criterion) {
                case "all" -> {
                    if (negated) {
                        return Applies.NO;
                    }
                }
                case "canonical" -> {
                    // names are never made canonical here
                    if (!negated) {
                        return Applies.NO;
                    }
                }
                case "final" -> unsure = true;
                case "host", "originalhost", "user", "localuser" -> {
                    List<String> patterns = patterns(line, ++i);
                    String value = value(criterion);
                    if (NamePatterns.match(patterns, value) == negated) {
                        return Applies.NO;
                    }
                    named |= criterion.endsWith("host") && !negated && NamePatterns.mention(patterns, value);
                }
                default -> {
                    unsure = true;
                    i++;
                }
            }
        }
        mentioned |= named && outer != Applies.NO;
        if (unsure) {
            doubt = line;
            return Applies.UNSURE;
        }
        return Applies.YES;
    }

    private static List<String> patterns(SshConfigLine line, int at) throws SshConfigException {
        if (at >= line.words().size()) {
            throw new SshConfigException(line.where() + ": expected a pattern after Match "
                    + line.words().get(at - 1) + ", but found none");
        }
        return List.of(line.words().get(at).split(",", -1));
    }

    private String value(String criterion) {
        return switch (criterion) {
            case "host" -> first("hostname", host).replace("%h", host);
            case "user" -> first("user", localUser);
            case "localuser" -> localUser;
            default -> host;
        };
    }

    private String first(String keyword, String fallback) {
        List<SshConfigLine> lines = found.get(keyword);
        return lines == null ? fallback : lines.get(0).word();
    }

    private void take(SshConfigLine line, Applies applies) {
        if (applies == Applies.NO) {
            return;
        }
        SshKeyword meaning = SshKeyword.of(line);
        // these two answer the same question
        String keyword = line.keyword().equals("proxycommand") ? "proxyjump" : line.keyword();
        boolean first = !seen.contains(keyword) || keyword.equals("identityfile") || keyword.equals("certificatefile");
        if (meaning == SshKeyword.HARMLESS && applies == Applies.YES) {
            seen.add(keyword);
        } else if (first && applies == Applies.UNSURE) {
            takeInDoubt(line, meaning);
        } else if (first) {
            seen.add(keyword);
            take(line, keyword, meaning);
        }
    }

    private void takeInDoubt(SshConfigLine line, SshKeyword meaning) {
        if (doubt != null && meaning == SshKeyword.HONOURED) {
            object(doubt.where() + ": whether \"Match " + String.join(" ", doubt.words())
                    + "\" is about this host cannot be decided here, and " + line.keyword() + " in line "
                    + line.number() + " depends on it; write it as a Host block");
        }
    }

    private void take(SshConfigLine line, String keyword, SshKeyword meaning) {
        switch (meaning) {
            case HONOURED -> {
                if (line.keyword().equals("proxycommand") && !line.word().equalsIgnoreCase("none")) {
                    object(line.where() + ": ProxyCommand is not supported; use ProxyJump, or ProxyCommand none");
                }
                found.computeIfAbsent(keyword, any -> new ArrayList<>()).add(line);
            }
            case WARNED -> ignored.add(line);
            case HARMLESS -> {}
        }
    }

    private void object(String message) {
        if (problem == null) {
            problem = message;
        }
    }
}
