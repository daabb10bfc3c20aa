package pipeline.remote.sshconfig;

/**
 * A command whose input and output are the connection to a host.
 *
 * @param text as it is written in the SSH configuration: what is the same for all hosts behind the same gate
 * @param command what the user's shell is to run
 */
public record ProxyCommand(String text, String command) {}
