package pipeline.remote.shell;

import pipeline.text.MessageText;

/** Thrown for a malformed frame of a host; nothing after it can be trusted. */
final class MalformedFrameException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** More of it would only fill the log. */
    private static final int SHOWN = 60;

    MalformedFrameException(String word, String body) {
        super("the message \"" + word + "\" of its shell is damaged: "
                + MessageText.shortened(body.replaceAll("\\p{Cntrl}", "?"), SHOWN));
    }
}
