package pipeline.remote.sshconfig;

/** The SSH configuration cannot be read, or does not make sense at the place the message names. */
public final class SshConfigException extends Exception {

    private static final long serialVersionUID = 1;

    private final String message;

    SshConfigException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
