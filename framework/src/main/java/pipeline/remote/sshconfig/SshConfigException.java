package pipeline.remote.sshconfig;

import pipeline.text.MessageText;

/** Thrown if the SSH configuration cannot be read or has a mistake; the message names the place. */
public final class SshConfigException extends Exception {

    private static final long serialVersionUID = 1;
    private static final int LONGEST = 1000;

    private final String message;

    SshConfigException(String message) {
        super(message);
        this.message = MessageText.shortened(message, LONGEST);
    }

    @Override
    public String getMessage() {
        return message;
    }
}
