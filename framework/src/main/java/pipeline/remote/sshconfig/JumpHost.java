package pipeline.remote.sshconfig;

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
        String rest = text.startsWith("ssh://") ? text.substring(6) : text;
        int at = rest.lastIndexOf('@');
        String user = at < 0 ? null : rest.substring(0, at);
        rest = rest.substring(at + 1);
        int bracket = rest.startsWith("[") ? rest.indexOf(']') : -1;
        int colon = rest.lastIndexOf(':');
        boolean withPort = colon > bracket && (bracket > 0 || rest.indexOf(':') == colon);
        String host = withPort ? rest.substring(0, colon) : rest;
        if (bracket > 0) {
            host = rest.substring(1, bracket);
        }
        if (host.isEmpty() || (user != null && user.isEmpty())) {
            throw new SshConfigException(
                    line.where() + ": expected [user@]host[:port] in ProxyJump, but found " + text);
        }
        return new JumpHost(host, user, withPort ? SshPort.parse(line, rest.substring(colon + 1)) : null);
    }
}
