package pipeline.remote.shell;

import pipeline.text.MessageText;
import pipeline.text.VisibleText;

/** Thrown for a malformed frame of a host; nothing after it can be trusted. */
final class MalformedFrameException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** More of it would only fill the log. */
    private static final int SHOWN = 60;

    MalformedFrameException(String word, String body) {
        super("the message \"" + word + "\" of its shell is damaged: "
                + VisibleText.line(MessageText.shortened(body, SHOWN)));
    }
}
