package pipeline.remote.sshconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Writes SSH configurations that use the whole language: blocks, criteria, tokens, quotes, includes. */
final class RandomSshConfig {

    /** The hosts that the configurations are about, more or less. */
    static final List<String> HOSTS = List.of(
            "alpha",
            "beta",
            "Gamma",
            "node1",
            "node2",
            "n1.example.org",
            "N2.Example.Org",
            "10.0.0.7",
            "127.1",
            "0::1");

    private static final List<String> PATTERNS = List.of(
            "*",
            "alpha",
            "Alpha",
            "beta",
            "gamma",
            "Gamma",
            "node?",
            "node*",
            "n*",
            "N*",
            "*.example.org",
            "!node2",
            "!alpha",
            "10.0.0.*",
            "?????",
            "*a",
            "::1",
            "127.0.0.1",
            "!*.Example.Org",
            "no-such",
            "**",
            "n?d*1");
    private static final String TOKENS = "CLdhiklnpru%";

    private final Random random;
    private final Path directory;
    private int files;

    RandomSshConfig(Random random, Path directory) {
        this.random = random;
        this.directory = directory;
    }

    /** Writes a file and those that it includes. */
    Path write() throws IOException {
        return write(0);
    }

    private Path write(int depth) throws IOException {
        StringBuilder text = new StringBuilder();
        String end = chance(10) ? "\r\n" : "\n";
        int count = 2 + random.nextInt(depth == 0 ? 24 : 8);
        for (int i = 0; i < count; i++) {
            text.append(line(depth)).append(end);
        }
        Path file = directory.resolve("config-" + files++);
        return Files.writeString(file, text);
    }

    private String line(int depth) throws IOException {
        int kind = random.nextInt(100);
        if (kind < 4) {
            return one("", "  ", "# a comment", "\t# Port 1", "\"unclosed");
        }
        if (kind < 20) {
            return keyword("Host", list(" "));
        }
        if (kind < 36) {
            return "Match" + one(" ", "  ", "\t") + criteria() + (chance(10) ? " # comment" : "");
        }
        if (kind < 39 && depth < 3) {
            Path included = write(depth + 1);
            return keyword(
                            "Include",
                            chance(50) ? included.toString() : directory + "/" + one("absent*", "config-[xyz]"))
                    .replace('\0', ' ');
        }
        return chance(20) ? "  " + value() : value();
    }

    private String value() {
        return switch (random.nextInt(24)) {
            case 0, 1 ->
                keyword(
                        "HostName",
                        one("%h.example.org", "%h", "10.1.2.3", "Real-Name", "100%%", "010.2", "fe80::0:1"));
            case 2, 3 -> keyword("Port", one("22", "2222", "0022", "65535", "1"));
            case 4, 5 -> keyword("User", one("root", "alice", "Bob", "\"two words\"", "'single'", "a\\ b"));
            case 6, 7, 8 -> keyword(chance(10) ? "IdentityFile2" : "IdentityFile", path());
            case 9 -> keyword("IdentityAgent", one("none", "SSH_AUTH_SOCK", "/run/agent", "$HOME", path()));
            case 10 -> keyword("IdentitiesOnly", one("yes", "no", "YES", "true", "False"));
            case 11, 12 -> keyword("UserKnownHostsFile", path() + (chance(40) ? " " + path() : ""));
            case 13 -> keyword("GlobalKnownHostsFile", one("/etc/known", "none", "/a /b", "/with/%h"));
            case 14 ->
                keyword("StrictHostKeyChecking", one("yes", "no", "ask", "accept-new", "off", "Ask", "true", "false"));
            case 15 -> keyword("HostKeyAlias", one("twin", "Twin", "%h"));
            case 16 -> keyword("ConnectTimeout", one("5", "1m", "none", "0", "1h30m", "10S"));
            case 17 -> keyword("ServerAliveInterval", one("7", "2m", "none", "0"));
            case 18 -> keyword("ServerAliveCountMax", one("1", "5", "0"));
            // with a comment, none is the name of a host to some versions of ssh
            case 19 ->
                keyword(
                                "ProxyJump",
                                one(
                                        "gate",
                                        "bob@gate:2022",
                                        "a,b,c",
                                        "none",
                                        "%r@gate",
                                        "ssh://bob@gate:17",
                                        "[::1]:8",
                                        "u@10.0.0.1",
                                        "None"))
                        .replaceFirst("(?i)none # why$", "none");
            case 20 ->
                keyword(
                        "ProxyCommand",
                        one("none", "nc %h %p", "ssh -W %h:%p gate", "exec nc %n %r", "x 'a b' \"c\" # d", "None"));
            case 21 -> keyword("CanonicalizeHostname", one("yes", "no", "always"));
            case 22 -> keyword("AddressFamily", one("any", "inet", "inet6", "INET"));
            default ->
                one(
                        "BatchMode yes",
                        "ForwardAgent yes",
                        "LogLevel ERROR",
                        "Compression no",
                        "SendEnv LANG",
                        "PubkeyAuthentication yes",
                        "PreferredAuthentications hostbased,publickey",
                        "ControlPath ~/x-%C");
        };
    }

    private String criteria() {
        StringBuilder text = new StringBuilder();
        if (chance(12)) {
            return (chance(30) ? "final" : chance(30) ? "canonical" : "") + one(" all", " ALL", " !all");
        }
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : one(" ", "  ")).append(chance(20) ? "!" : "");
            String blank = one(" ", " ", "=", " = ", "  ");
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 ->
                    text.append(one("host", "Host")).append(blank).append(quoted(list(",")));
                case 4, 5 -> text.append("originalhost").append(blank).append(quoted(list(",")));
                case 6, 7 ->
                    text.append("user").append(blank).append(quoted(one("root", "alice,Bob", "!alice,*", "bob", "*")));
                case 8 ->
                    text.append("localuser").append(blank).append(one(System.getProperty("user.name"), "!*", "alice"));
                case 9 -> text.append("final");
                case 10 -> text.append("canonical");
                default ->
                    text.append("exec")
                            .append(blank)
                            .append("\"" + one("true", "test %h = alpha", "test %p -gt 22", "test %r = %u") + "\"");
            }
        }
        return text.toString();
    }

    private String list(String separator) {
        StringBuilder text = new StringBuilder(pattern());
        for (int more = random.nextInt(3); more > 0; more--) {
            text.append(separator).append(pattern());
        }
        return text.toString();
    }

    private String pattern() {
        return PATTERNS.get(random.nextInt(PATTERNS.size()));
    }

    private String path() {
        StringBuilder path = new StringBuilder(one("~/k", "/keys/", "~root/", "relative", "%d/", "${HOME}/"));
        for (int count = random.nextInt(4); count > 0; count--) {
            path.append('%')
                    .append(TOKENS.charAt(random.nextInt(TOKENS.length())))
                    .append(one("", "-", "/"));
        }
        return path.toString();
    }

    private String keyword(String keyword, String value) {
        String word = one(keyword, keyword, keyword.toLowerCase(Locale.ROOT), keyword.toUpperCase(Locale.ROOT));
        return word + one(" ", " ", "  ", "\t", "=", " = ", "= ") + value + one("", "", "", " ", "\t", " # why");
    }

    private String quoted(String text) {
        return chance(25) ? "\"" + text + "\"" : text;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String one(String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
