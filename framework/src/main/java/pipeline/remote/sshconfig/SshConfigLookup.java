package pipeline.remote.sshconfig;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the lines of an SSH configuration for one host: for each keyword the first value wins. */
final class SshConfigLookup implements MatchCriteria.Subject {

    /** Keywords of which every line counts. */
    private static final Set<String> ADDING_UP = Set.of("identityfile", "certificatefile");

    /** Keywords for which {@code none} is as good as no line. */
    private static final Set<String> SPANS = Set.of("connecttimeout", "serveraliveinterval");

    /** Keywords that take more than one value. */
    private static final Set<String> LISTS =
            Set.of("userknownhostsfile", "globalknownhostsfile", "canonicaldomains", "canonicalizepermittedcnames");

    /** Runs the commands of {@code Match exec}. */
    interface Commands {
        boolean succeeds(SshConfigLine line, String command) throws SshConfigException;
    }

    private final String name;
    private final SshSettings settings;
    private final Commands commands;
    private final Map<String, Boolean> commandsRun = new HashMap<>();
    private final Map<String, List<SshConfigLine>> found = new LinkedHashMap<>();
    private final List<SshConfigLine> ignored = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private @Nullable String canonicalName;
    private boolean wantsFinalPass;
    private boolean mentioned;
    private @Nullable String problem;
    private @Nullable SshConfigLine doubt;

    /**
     * Begins to look a host up.
     *
     * @param given lines that go before all others, as options on ssh's command line do
     */
    SshConfigLookup(String name, SshSettings settings, Commands commands, List<SshConfigLine> given) {
        this.name = name;
        this.settings = settings;
        this.commands = commands;
        for (SshConfigLine line : given) {
            take(line, BlockMatch.YES);
        }
    }

    /** Takes what the lines of all files say. */
    void read(List<SshConfigLine> lines) throws SshConfigException {
        read(lines, BlockMatch.YES);
    }

    /** Takes what the lines say now that the name of the host is known, which nothing changes any more. */
    void readAgain(List<SshConfigLine> lines, String hostName) throws SshConfigException {
        canonicalName = hostName;
        seen.add("hostname");
        read(lines, BlockMatch.YES);
    }

    /** Returns the lines to honour by keyword; only some have more than one. */
    Map<String, List<SshConfigLine>> found() {
        return found;
    }

    /** Returns the lines that speak of the host and that we do not honour. */
    List<SshConfigLine> ignored() {
        return ignored;
    }

    /** Returns whether a block names the host by more than {@code *}. */
    boolean mentioned() {
        return mentioned;
    }

    /** Returns whether a {@code Match final} asks for a second reading. */
    boolean wantsFinalPass() {
        return wantsFinalPass;
    }

    /** Returns why the host must not be reached by what we understood; null if nothing stands against it. */
    @Nullable
    String problem() {
        return problem;
    }

    private void read(List<SshConfigLine> lines, BlockMatch outer) throws SshConfigException {
        BlockMatch applies = outer;
        for (SshConfigLine line : lines) {
            switch (line.keyword()) {
                case "host" -> applies = outer.and(hostLine(line, outer));
                case "match" -> applies = outer.and(matchLine(line, outer));
                case "include" -> read(line.included(), applies);
                default -> take(line, applies);
            }
        }
    }

    private BlockMatch hostLine(SshConfigLine line, BlockMatch outer) {
        String host = canonicalName == null ? name : canonicalName;
        boolean matches = NamePatterns.matchExactly(line.words(), host);
        mentioned |= matches && outer != BlockMatch.NO && NamePatterns.mention(line.words(), host);
        return matches ? BlockMatch.YES : BlockMatch.NO;
    }

    private BlockMatch matchLine(SshConfigLine line, BlockMatch outer) throws SshConfigException {
        MatchCriteria criteria = MatchCriteria.judge(line, this);
        wantsFinalPass |= criteria.wantsFinalPass();
        mentioned |= criteria.named() && outer != BlockMatch.NO;
        if (criteria.applies() == BlockMatch.UNSURE) {
            doubt = line;
        }
        return criteria.applies();
    }

    @Override
    public String hostName() throws SshConfigException {
        return canonicalName == null ? values().hostName(name) : canonicalName;
    }

    @Override
    public String originalName() {
        return name;
    }

    @Override
    public String user() {
        return values().word("user", settings.user());
    }

    @Override
    public String localUser() {
        return settings.user();
    }

    @Override
    public boolean isFinalPass() {
        return canonicalName != null;
    }

    @Override
    public boolean succeeds(SshConfigLine line, String command) throws SshConfigException {
        String host = hostName();
        Map<Character, String> tokens =
                HostTokens.of(name, host, values().port(), user(), values().word("hostkeyalias", host), settings);
        String expanded = TokenExpansion.expandPercent(line, command, tokens);
        Boolean known = commandsRun.get(expanded);
        if (known == null) {
            known = commands.succeeds(line, expanded);
            commandsRun.put(expanded, known);
        }
        return known;
    }

    SshOptionReader values() {
        return new SshOptionReader(found, settings);
    }

    private void take(SshConfigLine line, BlockMatch applies) {
        if (applies == BlockMatch.NO
                || (SPANS.contains(line.keyword()) && line.word().equals("none"))) {
            return;
        }
        SshKeyword meaning = SshKeyword.of(line);
        String keyword = line.keyword();
        boolean first = isFirst(keyword);
        if (meaning == SshKeyword.HARMLESS && applies == BlockMatch.YES) {
            seen.add(keyword);
        } else if (first && applies == BlockMatch.UNSURE) {
            takeInDoubt(line, meaning);
        } else if (first) {
            seen.add(keyword);
            take(line, meaning);
        }
    }

    /** Returns whether nothing has been said yet; {@code ProxyCommand} and {@code ProxyJump} answer the same question. */
    private boolean isFirst(String keyword) {
        boolean first = !seen.contains(keyword) || ADDING_UP.contains(keyword);
        return switch (keyword) {
            case "proxyjump" -> first && !seen.contains("proxycommand");
            case "proxycommand" -> first && !values().isSet("proxyjump");
            default -> first;
        };
    }

    private void takeInDoubt(SshConfigLine line, SshKeyword meaning) {
        if (doubt != null && (meaning == SshKeyword.HONOURED || meaning == SshKeyword.REFUSED)) {
            object(doubt.where() + ": whether \"Match " + String.join(" ", doubt.words())
                    + "\" is about this host cannot be decided here, and " + line.keyword() + " in line "
                    + line.number() + " depends on it; write it as a Host block");
        }
    }

    private void take(SshConfigLine line, SshKeyword meaning) {
        String keyword = line.keyword();
        switch (meaning) {
            case HONOURED -> {
                List<SshConfigLine> lines = found.computeIfAbsent(keyword, any -> new ArrayList<>());
                if (lines.stream().noneMatch(known -> known.words().equals(line.words()))) {
                    lines.add(line);
                }
                if (line.words().size() > 1 && !LISTS.contains(keyword)) {
                    object(line.where() + ": " + keyword + " takes one value, but found "
                            + String.join(" ", line.words()) + "; a value with blanks stands in quotes");
                }
            }
            case REFUSED ->
                object(line.where() + ": " + keyword + " " + line.word()
                        + " rules out publickey, and Pipeline logs in with keys only; allow publickey for this host");
            case WARNED -> {
                if (!isToBeIgnored(line)) {
                    ignored.add(line);
                }
            }
            case HARMLESS -> {}
        }
    }

    /** Returns whether {@code IgnoreUnknown} speaks of a keyword that ssh does not know either. */
    private boolean isToBeIgnored(SshConfigLine line) {
        SshConfigLine unknown = values().line("ignoreunknown");
        return unknown != null
                && !SshKeyword.isKnownToSsh(line)
                && NamePatterns.match(List.of(unknown.word().split(",", -1)), line.keyword());
    }

    private void object(String message) {
        if (problem == null) {
            problem = message;
        }
    }
}
