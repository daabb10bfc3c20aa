package pipeline.remote.sshconfig;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host on the way to another one, as {@code ProxyJump} names it.
 *
 * @param user null for what the SSH configuration says
 * @param port null for what the SSH configuration says
 */
record JumpHost(
        String host, @Nullable String user, @Nullable Integer port) {

    /** Reads {@code [user@]host[:port]} or {@code ssh://[user@]host[:port]}; an IPv6 address with a port stands in brackets. */
    static JumpHost parse(SshConfigLine line, String text) throws SshConfigException {
        boolean uri = text.startsWith("ssh://");
        String rest = uri ? text.substring(6) : text;
        int at = uri ? rest.indexOf('@') : rest.lastIndexOf('@');
        String user = at < 0 ? null : rest.substring(0, at);
        rest = rest.substring(at + 1);
        if (uri && rest.endsWith("/")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        int bracket = rest.startsWith("[") ? rest.indexOf(']') : -1;
        int colon = rest.lastIndexOf(':');
        boolean withPort = colon > bracket && (bracket > 0 || rest.indexOf(':') == colon);
        String host = withPort ? rest.substring(0, colon) : rest;
        String port = withPort ? rest.substring(colon + 1) : "";
        if (bracket > 0) {
            host = rest.substring(1, bracket);
        }
        if (host.isEmpty() || host.contains("/") || (user != null && user.isEmpty())) {
            throw new SshConfigException(
                    line.where() + ": expected [user@]host[:port] in ProxyJump, but found " + text);
        }
        return new JumpHost(
                host,
                uri && user != null ? decoded(line, user) : user,
                port.isEmpty() ? null : SshPort.parse(line, port));
    }

    /** Returns the user of an ssh:// address (draft-ietf-secsh-scp-sftp-ssh-uri): parameters cut off, escapes replaced. */
    private static String decoded(SshConfigLine line, String user) throws SshConfigException {
        int parameters = user.indexOf(';');
        try {
            return URLDecoder.decode(parameters < 0 ? user : user.substring(0, parameters), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new SshConfigException(line.where() + ": " + user + " is not the user of an ssh:// address");
        }
    }

    /** Replaces the tokens, which speak of the host that is reached through this one. */
    JumpHost expanded(SshConfigLine line, Map<Character, String> tokens) throws SshConfigException {
        return new JumpHost(
                TokenExpansion.expandPercent(line, host, tokens),
                user == null ? null : TokenExpansion.expandPercent(line, user, tokens),
                port);
    }

    /** Returns what is said here as lines of a configuration. */
    List<SshConfigLine> lines() {
        List<SshConfigLine> lines = new ArrayList<>();
        if (user != null) {
            lines.add(line("user", user));
        }
        if (port != null) {
            lines.add(line("port", String.valueOf(port)));
        }
        return lines;
    }

    private static SshConfigLine line(String keyword, String value) {
        return new SshConfigLine(keyword, List.of(value), Path.of("ProxyJump"), 0, List.of());
    }
}
