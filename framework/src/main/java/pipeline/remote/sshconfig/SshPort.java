package pipeline.remote.sshconfig;

/** Reads port numbers. */
final class SshPort {

    static final int DEFAULT = 22;

    private SshPort() {}

    /** Returns a port from 1 to 65535. */
    static int parse(SshConfigLine line, String text) throws SshConfigException {
        if (text.matches("\\+?0{0,9}\\d{1,5}")) {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        }
        throw new SshConfigException(line.where() + ": expected a port from 1 to 65535, but found " + text);
    }
}
